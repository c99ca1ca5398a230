using System.Buffers.Binary;
using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Bench.Swarm;

/// <summary>A viewer's transport-cc messages, ten a second, and the network that they tell of: as wide as it is, or narrow.</summary>
internal sealed class ArrivalReports
{
    private const long MaxQueueUs = 300_000;

    private static readonly byte Id =
        SupportedRtpCapabilities.HeaderExtensions.First(extension => extension is { Kind: MediaKind.Video, Uri: HeaderExtensionUri.TransportCc }).PreferredId;

    private readonly TransportCcFeedbackGenerator arrivals = new();
    private Instant linkFreeAt = new(0);

    /// <summary>What the viewer's network carries; null for all that comes. What would wait too long in front of it counts as lost.</summary>
    public long? LinkBps { get; set; }

    public Instant NextTimeout => arrivals.NextTimeout;

    /// <summary>Takes note of a packet; its header need not be decrypted.</summary>
    public void OnPacket(Instant now, ReadOnlySpan<byte> datagram)
    {
        if (!RtpPacket.TryParse(datagram, out var packet) || !packet.TryGetExtension(Id, out var value) || value.Length != 2)
            return;
        var arrival = now;
        if (LinkBps is { } bps)
        {
            if (linkFreeAt.Since(now) > MaxQueueUs)
                return;
            linkFreeAt = (linkFreeAt > now ? linkFreeAt : now).AddMicroseconds(datagram.Length * 8_000_000L / bps);
            arrival = linkFreeAt;
        }
        arrivals.OnPacket(arrival, BinaryPrimitives.ReadUInt16BigEndian(value));
    }

    /// <returns>Bytes of the next message; 0 when there is no more to tell.</returns>
    public int Write(Instant now, uint sender, uint media, Span<byte> destination) => arrivals.Write(now, sender, media, destination);
}
