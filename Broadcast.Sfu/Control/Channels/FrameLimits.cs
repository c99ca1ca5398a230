namespace Broadcast.Sfu.Control.Channels;

/// <summary>What one end of a control connection takes, and keeps for the other.</summary>
/// <param name="MessageBytes">Of one message that comes in.</param>
/// <param name="WaitingBytes">Of all that waits to go out; when it is more the connection is cut.</param>
internal readonly record struct FrameLimits(int MessageBytes, long WaitingBytes)
{
    /// <summary>Requests are small: what is largest of them describes a browser's codecs.</summary>
    public static readonly FrameLimits OfNode = new(256 << 10, 32 << 20);

    /// <summary>A dump of a whole node is large.</summary>
    public static readonly FrameLimits OfOwner = new(32 << 20, 8 << 20);
}
