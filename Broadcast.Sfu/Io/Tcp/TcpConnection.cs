using Broadcast.Sfu.Primitives;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io.Tcp;

/// <summary>One client's connection.</summary>
internal sealed class TcpConnection : DescriptorHandle
{
    /// <summary>Bytes that the kernel takes beyond what the network does: little, so that what is late is late where it can be dropped.</summary>
    private const int UnsentBytes = 32_768;

    /// <param name="descriptor">Owned from here on.</param>
    /// <param name="tuple">The remote and this connection's index.</param>
    /// <param name="acceptedAt">When.</param>
    /// <param name="queueBytes">Bound of <see cref="Queue"/>.</param>
    public TcpConnection(int descriptor, in TransportTuple tuple, Instant acceptedAt, int queueBytes) : base(descriptor)
    {
        Tuple = tuple;
        AcceptedAt = acceptedAt;
        Queue = new FrameQueue(queueBytes);
        Libc.SetSocketOption(this, LevelTcp, TcpNoDelay, 1);
        Libc.SetSocketOption(this, LevelTcp, TcpNotSentLowWater, UnsentBytes);
    }

    public TransportTuple Tuple { get; }

    public Instant AcceptedAt { get; }

    public FrameReader Reader { get; } = new();

    public FrameQueue Queue { get; }

    /// <summary>Packets heard before it has shown who it is.</summary>
    public int PacketsAsStranger { get; set; }

    /// <summary>It has shown who it is, and belongs to a transport.</summary>
    public bool IsKept { get; set; }

    /// <summary>Its end is to be told to its transport; otherwise the transport wants it closed, or never knew of it.</summary>
    public bool IsBroken { get; set; }

    /// <summary>It is closed as soon as nothing is under way.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Whether the poller is to say when it takes bytes again.</summary>
    public bool AwaitsRoom { get; set; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Queue.Dispose();
        base.Dispose(disposing);
    }
}
