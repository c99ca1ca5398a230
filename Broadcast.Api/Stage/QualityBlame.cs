using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Stage;

/// <summary>Where somebody's trouble with what they watch, or present, comes from.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<QualityBlame>))]
internal enum QualityBlame : byte
{
    /// <summary>There is none.</summary>
    Nobody,
    OwnNetwork,
    OwnMachine,

    /// <summary>A presenter's network or the media node: it comes to them so.</summary>
    Upstream,
}
