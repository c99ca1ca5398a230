using System.ComponentModel.DataAnnotations;
using Broadcast.Sfu.Control.Ortc;

namespace Broadcast.Sfu.Hosting;

/// <summary>Settings of the media node, section <c>Media</c>.</summary>
public sealed class MediaOptions
{
    public const string Section = "Media";

    private const int MaxWorkers = 256;
    private const int PipesAbove = 1_000;

    /// <summary>Worker threads; one core each. Default: as many as the process may use cores.</summary>
    [Range(1, MaxWorkers)]
    public int Workers { get; set; } = Math.Min(Environment.ProcessorCount, MaxWorkers);

    /// <summary>
    /// How much more a webinar's first worker carries than the least loaded one, in transports, producers and consumers, before
    /// further viewers are placed there; until then the pipe between them would cost more than it brings. Default 100.
    /// </summary>
    [Range(0, 1_000_000)]
    public int SpreadAfter { get; set; } = 100;

    /// <summary>Pin worker N to core N. Default false.</summary>
    public bool PinWorkers { get; set; }

    /// <summary>
    /// Someone who joins is shown what happened since the last key frame, at eight times the speed, if that was not longer ago than
    /// this, milliseconds; otherwise the presenter is asked for a key frame. 0 always asks. Default 1000.
    /// </summary>
    [Range(0, 1_700)]
    public int ReplayMaxAgeMs { get; set; } = 1_000;

    /// <summary>And if it is not more than this, bytes. Default 400,000.</summary>
    [Range(0, 1_000_000)]
    public int ReplayMaxBytes { get; set; } = 400_000;

    /// <summary>Address to bind: <c>::</c> takes IPv4 too. Default <c>::</c>, or <c>0.0.0.0</c> on a machine without IPv6.</summary>
    public string? ListenAddress { get; set; }

    /// <summary>UDP (and ICE-TCP) port of the first worker; the others follow it. 0 gives each worker any free port. Default 40000.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 40_000;

    /// <summary>
    /// UDP port of the first worker for pipes to other nodes; the others follow it. 0 gives each worker any free port. They are open while
    /// there are such pipes. Default: 1,000 above <see cref="Port"/>.
    /// </summary>
    [Range(0, 65_535)]
    public int? PipePort { get; set; }

    /// <summary>Address at which other nodes reach these ports. Default: the first of <see cref="AnnouncedAddresses"/>, <see cref="ListenAddress"/> if it is one address, or the machine's own.</summary>
    public string? PipeAddress { get; set; }

    /// <summary>
    /// Take media over TCP, too, at the same port numbers: for those whose network lets no UDP through (RFC 6544). On Linux.
    /// Default true.
    /// </summary>
    public bool Tcp { get; set; } = true;

    /// <summary>TCP connections that a worker has at a time; further ones are refused. Default 2,000.</summary>
    [Range(1, 60_000)]
    public int TcpConnections { get; set; } = 2_000;

    /// <summary>Of those, from one address (of IPv6, one network of 64 bits): a firm's whole audience may be behind one. Default 500.</summary>
    [Range(1, 60_000)]
    public int TcpConnectionsPerAddress { get; set; } = 500;

    /// <summary>Bytes that wait for someone whose TCP connection is too slow, before what is new is dropped. Default 262,144: a second of video.</summary>
    [Range(16_384, 1 << 24)]
    public int TcpQueueBytes { get; set; } = 262_144;

    /// <summary>Addresses told to browsers, the preferred one first. Default: loopback and the machine's own addresses.</summary>
    public IList<string> AnnouncedAddresses { get; } = [];

    /// <summary>Kernel receive buffer per worker, bytes; the kernel caps it at net.core.rmem_max. Default 4 MiB.</summary>
    [Range(65_536, 1 << 30)]
    public int ReceiveBufferBytes { get; set; } = 4 << 20;

    /// <summary>Kernel send buffer per worker, bytes; the kernel caps it at net.core.wmem_max. Default 4 MiB.</summary>
    [Range(65_536, 1 << 30)]
    public int SendBufferBytes { get; set; } = 4 << 20;

    /// <summary>What one presenter's transport may send of video, bits per second, all layers and retransmissions together; what exceeds it is dropped, before it is recorded. Default 12,000,000.</summary>
    [Range(100_000, 1_000_000_000)]
    public long MaxVideoBps { get; set; } = 12_000_000;

    /// <summary>And packets per second. Default 4,000.</summary>
    [Range(100, 1_000_000)]
    public int MaxVideoPacketsPerSecond { get; set; } = 4_000;

    /// <summary>The same of sound, bits per second. Default 500,000.</summary>
    [Range(10_000, 1_000_000_000)]
    public long MaxAudioBps { get; set; } = 500_000;

    /// <summary>And packets per second. Default 1,000.</summary>
    [Range(50, 1_000_000)]
    public int MaxAudioPacketsPerSecond { get; set; } = 1_000;

    /// <summary>A transport to which no connection comes about is closed after this long, milliseconds. Default 60,000.</summary>
    [Range(1_000, 3_600_000)]
    public int ConnectTimeoutMs { get; set; } = 60_000;

    /// <summary>
    /// How viewers report what their network carries: <c>TransportCc</c> (REMB where a browser has only that), <c>Remb</c> or <c>None</c>.
    /// Default TransportCc: each viewer gets the layers that its network carries.
    /// </summary>
    [EnumDataType(typeof(BandwidthFeedback))]
    public BandwidthFeedback ViewerFeedback { get; set; } = BandwidthFeedback.TransportCc;

    /// <summary>Longest wait for the rest of a video frame before it is sent on, milliseconds. Default 3.</summary>
    [Range(0.0, 50.0)]
    public double FrameHoldMs { get; set; } = 3;

    /// <summary>The port for pipes of one worker; 0 for any free one.</summary>
    public int PipePortOf(int worker) => (PipePort ?? (Port == 0 ? 0 : Port + PipesAbove)) is var first and not 0 ? first + worker : 0;
}
