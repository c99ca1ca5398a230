using Broadcast.Sfu.Control.Channels.Frames;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>One end of a control connection does not go on with the other.</summary>
/// <param name="sentence">For a log.</param>
public sealed class ControlRefusedException(ControlRefusal code, string sentence, Exception? cause = null) : IOException(sentence, cause)
{
    public ControlRefusal Code { get; } = code;

    /// <summary>That the node has had, if the owner's was older.</summary>
    public long? NewestEpoch { get; init; }
}
