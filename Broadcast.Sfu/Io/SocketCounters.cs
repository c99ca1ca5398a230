using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io;

/// <summary>What a worker's sockets did. Written by its thread; may be read by any.</summary>
public sealed class SocketCounters
{
    private long datagramsReceived;
    private long bytesReceived;
    private long bytesSent;
    private long waitedUs;
    private long longestTurnUs;
    private Instant wokeAt = Instant.Never;
    private long datagramsSent;
    private long segmentedSends;
    private long segmentationRefused;
    private long sendsDropped;
    private long receiveOverflows;
    private long truncated;
    private long tcpConnections;
    private long tcpRefused;
    private long tcpMalformed;
    private long tcpDropped;

    public long DatagramsReceived => Volatile.Read(ref datagramsReceived);

    public long DatagramsSent => Volatile.Read(ref datagramsSent);

    /// <summary>Bytes of datagrams and of packets over TCP, without the headers of UDP, TCP and IP.</summary>
    public long BytesReceived => Volatile.Read(ref bytesReceived);

    /// <summary>The same of what was given to the kernel.</summary>
    public long BytesSent => Volatile.Read(ref bytesSent);

    /// <summary>For how long the worker had nothing to do, in microseconds; the rest of the time it worked.</summary>
    public long WaitedUs => Volatile.Read(ref waitedUs);

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

    /// <summary>TCP connections that are open.</summary>
    public long TcpConnections => Volatile.Read(ref tcpConnections);

    /// <summary>TCP connections that were one too many, or closed because they did not show in time that they are a client's.</summary>
    public long TcpRefused => Volatile.Read(ref tcpRefused);

    /// <summary>TCP connections closed for a frame that is longer than any datagram: whatever they carry, it is not packets.</summary>
    public long TcpMalformed => Volatile.Read(ref tcpMalformed);

    /// <summary>Packets given up because a TCP connection took them too slowly.</summary>
    public long TcpDropped => Volatile.Read(ref tcpDropped);

    /// <summary>The longest time between two waits since this was last asked, in microseconds: so long a packet may have waited.</summary>
    public long TakeLongestTurnUs() => Interlocked.Exchange(ref longestTurnUs, 0);

    internal void CountWait(Instant from, Instant until)
    {
        waitedUs += until.Since(from);
        if (wokeAt != Instant.Never && from.Since(wokeAt) > longestTurnUs)
            Volatile.Write(ref longestTurnUs, from.Since(wokeAt));
        wokeAt = until;
    }

    internal void CountBytesReceived(int bytes) => bytesReceived += bytes;
    internal void CountBytesSent(int bytes) => bytesSent += bytes;
    internal void CountReceived(long datagrams) => datagramsReceived += datagrams;
    internal void CountSent(long datagrams) => datagramsSent += datagrams;
    internal void CountSegmentedSend() => segmentedSends++;
    internal void CountSegmentationRefused() => segmentationRefused++;
    internal void CountSendDropped(long datagrams) => sendsDropped += datagrams;
    internal void CountReceiveOverflow(long datagrams) => receiveOverflows += datagrams;
    internal void CountTruncated() => truncated++;
    internal void CountTcpOpened() => tcpConnections++;
    internal void CountTcpClosed() => tcpConnections--;
    internal void CountTcpRefused() => tcpRefused++;
    internal void CountTcpMalformed() => tcpMalformed++;
    internal void CountTcpDropped() => tcpDropped++;
}
