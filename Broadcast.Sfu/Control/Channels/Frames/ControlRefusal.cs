using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Control.Channels.Frames;

/// <summary>Why a control connection does not come about, or ends.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ControlRefusal>))]
public enum ControlRefusal
{
    /// <summary>A message that is none of the protocol's, or not at this point.</summary>
    Malformed,

    /// <summary>The handshake took too long, or others came while it waited.</summary>
    TooLate,

    /// <summary>No version of the contract that both speak.</summary>
    NoCommonVersion,

    /// <summary>The secrets differ.</summary>
    WrongSecret,

    /// <summary>A newer owner has the node.</summary>
    Outdated,

    /// <summary>A newer owner, or the same one again, has taken the node over.</summary>
    Superseded,

    /// <summary>More waits to be read than is kept.</summary>
    TooSlow,

    /// <summary>The node ends.</summary>
    Stopping,
}
