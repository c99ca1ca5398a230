namespace Broadcast.Sfu.Io;

/// <summary>What a worker's sockets did. Written by its thread; may be read by any.</summary>
public sealed class SocketCounters
{
    private long datagramsReceived;
    private long datagramsSent;
    private long segmentedSends;
    private long segmentationRefused;
    private long sendsDropped;
    private long receiveOverflows;
    private long truncated;

    public long DatagramsReceived => Volatile.Read(ref datagramsReceived);

    public long DatagramsSent => Volatile.Read(ref datagramsSent);

    /// <summary>Send calls that carried several datagrams in one UDP_SEGMENT message.</summary>
    public long SegmentedSends => Volatile.Read(ref segmentedSends);

    /// <summary>Segmented messages that the kernel refused and that went as plain datagrams.</summary>
    public long SegmentationRefused => Volatile.Read(ref segmentationRefused);

    /// <summary>Datagrams given up: no route, refused, or the send buffer stayed full.</summary>
    public long SendsDropped => Volatile.Read(ref sendsDropped);

    /// <summary>Datagrams that the kernel dropped because a receive buffer was full.</summary>
    public long ReceiveOverflows => Volatile.Read(ref receiveOverflows);

    /// <summary>Datagrams longer than any that WebRTC sends.</summary>
    public long Truncated => Volatile.Read(ref truncated);

    internal void CountReceived(long datagrams) => datagramsReceived += datagrams;
    internal void CountSent(long datagrams) => datagramsSent += datagrams;
    internal void CountSegmentedSend() => segmentedSends++;
    internal void CountSegmentationRefused() => segmentationRefused++;
    internal void CountSendDropped(long datagrams) => sendsDropped += datagrams;
    internal void CountReceiveOverflow(long datagrams) => receiveOverflows += datagrams;
    internal void CountTruncated() => truncated++;
}
