using System.Net;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing;

/// <summary>What one worker is told about its node when it starts.</summary>
public sealed record WorkerOptions
{
    /// <summary>Index of the worker on its node.</summary>
    public int Index { get; init; }

    /// <summary>Addresses put into ICE candidates, the preferred one first.</summary>
    public IReadOnlyList<IPAddress> AnnouncedAddresses { get; init; } = [IPAddress.Loopback];

    /// <summary>Port of the worker's UDP socket, which carries all its WebRTC transports (<c>LocalSocket</c> 0).</summary>
    public required int UdpPort { get; init; }

    /// <summary>Port on which the worker accepts ICE-TCP; null for none.</summary>
    public int? TcpPort { get; init; }

    /// <summary>Address to which the port for pipes to other nodes is bound.</summary>
    public string PipeListenIp { get; init; } = "127.0.0.1";

    /// <summary>That port; 0 for any free one. It is open while there are such pipes.</summary>
    public int PipePort { get; init; }

    /// <summary>Where other nodes reach it.</summary>
    public IPAddress PipeAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Longest wait for the last packet of a video frame before what there is of it is sent, in milliseconds.</summary>
    public double FrameHoldMs { get; init; } = 3;

    /// <summary>Packets of a frame that are this many bytes shorter than the longest are levelled by RTP padding, so that the frame leaves in one segmented send; 0 turns it off.</summary>
    public int LevelingBytes { get; init; } = 4;

    /// <summary>Which bandwidth feedback viewers are asked for. It costs per packet and per viewer.</summary>
    public BandwidthFeedback ViewerFeedback { get; init; } = BandwidthFeedback.None;

    /// <summary>Handshake datagrams that are handled per turn of the worker's loop; each takes up to 0.3 ms.</summary>
    public int HandshakeStepsPerTurn { get; init; } = 4;

    /// <summary>A joiner is shown the current group of pictures if it is not older than this, in milliseconds; otherwise a key frame is asked for. 0 always asks. Below the 2 s of the packet ring.</summary>
    public int ReplayMaxAgeMs { get; init; } = 1_000;

    /// <summary>A key frame that only joiners wait for is asked for no sooner than this after the last one began, in milliseconds.</summary>
    public int JoinerKeyFrameSpacingMs { get; init; } = 1_500;

    /// <summary>Largest group of pictures that a joiner is shown, in bytes.</summary>
    public int ReplayMaxBytes { get; init; } = 400_000;

    /// <summary>How many times faster than it happened a joiner is shown the group of pictures; at least 2.</summary>
    public int ReplaySpeed { get; init; } = 8;

    /// <summary>What a publisher that understands REMB but not transport-cc is told to stay below, in bits per second.</summary>
    public long PublisherBitrateBps { get; init; } = 6_000_000;

    /// <summary>What one remote may send of video, all its producers and retransmissions together; what exceeds it is dropped. A second of it may come at once.</summary>
    public Rate VideoRate { get; init; } = new(12_000_000, 4_000);

    /// <summary>The same of audio.</summary>
    public Rate AudioRate { get; init; } = new(500_000, 1_000);

    /// <summary>A transport to which no connection came about is closed after this long, in milliseconds.</summary>
    public int ConnectTimeoutMs { get; init; } = 60_000;

    public int MaxRouters { get; init; } = 1_000;
    public int MaxTransports { get; init; } = 20_000;
    public int MaxProducersPerTransport { get; init; } = 32;
    public int MaxConsumersPerTransport { get; init; } = 128;
}
