using System.ComponentModel.DataAnnotations;

namespace Broadcast.Sfu.Hosting;

/// <summary>Settings of the media node, section <c>Media</c>.</summary>
public sealed class MediaOptions
{
    public const string Section = "Media";

    /// <summary>Worker threads; one core each. Default 1.</summary>
    [Range(1, 256)]
    public int Workers { get; set; } = 1;

    /// <summary>Pin worker N to core N. Default false.</summary>
    public bool PinWorkers { get; set; }

    /// <summary>Address to bind: <c>::</c> takes IPv4 too. Default <c>::</c>, or <c>0.0.0.0</c> on a machine without IPv6.</summary>
    public string? ListenAddress { get; set; }

    /// <summary>UDP (and ICE-TCP) port of the first worker; the others follow it. 0 gives each worker any free port. Default 40000.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 40_000;

    /// <summary>Addresses told to browsers, the preferred one first. Default: loopback and the machine's own addresses.</summary>
    public IList<string> AnnouncedAddresses { get; } = [];

    /// <summary>Kernel receive buffer per worker, bytes; the kernel caps it at net.core.rmem_max. Default 4 MiB.</summary>
    [Range(65_536, 1 << 30)]
    public int ReceiveBufferBytes { get; set; } = 4 << 20;

    /// <summary>Kernel send buffer per worker, bytes; the kernel caps it at net.core.wmem_max. Default 4 MiB.</summary>
    [Range(65_536, 1 << 30)]
    public int SendBufferBytes { get; set; } = 4 << 20;

    /// <summary>Longest wait for the rest of a video frame before it is sent on, milliseconds. Default 3.</summary>
    [Range(0.0, 50.0)]
    public double FrameHoldMs { get; set; } = 3;
}
