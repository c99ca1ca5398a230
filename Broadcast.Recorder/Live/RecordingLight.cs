using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Live;

/// <summary>Whether a running recording was looked at and found good.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RecordingLight>))]
public enum RecordingLight
{
    /// <summary>Nothing was looked at yet.</summary>
    Waiting,
    Green,
    Amber,
    Red,
}
