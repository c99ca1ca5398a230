using System.Text.Json.Serialization;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Journal;

/// <summary>A recording: the name of its journal's folder, too.</summary>
[JsonConverter(typeof(IdJsonConverter<RecordingId>))]
public readonly record struct RecordingId(string Value) : IId<RecordingId>
{
    public static RecordingId Create(string value) => new(value);

    public override string ToString() => Value;
}
