using System.Text;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// Finds the producer stream of a packet that arrives on one transport: by SSRC, else by RID or MID (RFC 8843 §9.2, RFC 8852),
/// after which the SSRC is known.
/// </summary>
internal sealed class RtpListener
{
    private const int MaxIdBytes = 32;

    private readonly Dictionary<uint, StreamRoute> bySsrc = [];
    private readonly List<Producer> producers = [];
    private byte midId;
    private byte ridId;
    private byte repairedRidId;

    /// <summary>The publisher's id of the transport-wide sequence number; 0 if not negotiated.</summary>
    public byte TransportCcId { get; private set; }

    /// <summary>The publisher's id of abs-send-time; 0 if not negotiated.</summary>
    public byte AbsSendTimeId { get; private set; }

    /// <summary>Whether the producer's SSRCs and MID collide with those of another producer of the transport.</summary>
    public bool Collides(RtpParameters parameters)
    {
        foreach (var encoding in parameters.Encodings)
            if (Knows(encoding.Ssrc) || Knows(encoding.Rtx?.Ssrc))
                return true;
        return parameters.Mid is { } mid && producers.Exists(other => other.Rtp.Parameters.Mid == mid);
    }

    public void Add(Producer producer)
    {
        producers.Add(producer);
        foreach (var extension in producer.Rtp.Parameters.HeaderExtensions)
            NoteExtension(extension);
        foreach (var stream in producer.Streams)
        {
            if (stream.Ssrc is { } ssrc)
                bySsrc[ssrc] = new StreamRoute(stream, IsRtx: false);
            if (stream.RtxSsrc is { } rtx)
                bySsrc[rtx] = new StreamRoute(stream, IsRtx: true);
        }
    }

    public void Remove(Producer producer)
    {
        producers.Remove(producer);
        foreach (var stream in producer.Streams)
        {
            if (stream.Ssrc is { } ssrc)
                bySsrc.Remove(ssrc);
            if (stream.RtxSsrc is { } rtx)
                bySsrc.Remove(rtx);
        }
    }

    /// <summary>The stream whose media has this SSRC.</summary>
    public ProducerStream? FindMedia(uint ssrc) => bySsrc.TryGetValue(ssrc, out var route) && !route.IsRtx ? route.Stream : null;

    /// <returns>False if neither SSRC nor MID nor RID belong to a producer.</returns>
    public bool TryFind(in RtpPacket packet, out StreamRoute route) =>
        bySsrc.TryGetValue(packet.Ssrc, out route) || TryLearn(packet, out route);

    private bool Knows(uint? ssrc) => ssrc is { } value && bySsrc.ContainsKey(value);

    private void NoteExtension(RtpHeaderExtensionParameters extension)
    {
        switch (extension.Uri)
        {
            case HeaderExtensionUri.Mid: midId = extension.Id; break;
            case HeaderExtensionUri.Rid: ridId = extension.Id; break;
            case HeaderExtensionUri.RepairedRid: repairedRidId = extension.Id; break;
            case HeaderExtensionUri.TransportCc: TransportCcId = extension.Id; break;
            case HeaderExtensionUri.AbsSendTime: AbsSendTimeId = extension.Id; break;
        }
    }

    /// <summary>Only an SSRC that the signalling left open can be learned, so that a hostile sender fills no table.</summary>
    private bool TryLearn(in RtpPacket packet, out StreamRoute route)
    {
        route = default;
        var repaired = Read(packet, repairedRidId);
        var rid = repaired.IsEmpty ? Read(packet, ridId) : repaired;
        var mid = Read(packet, midId);
        if (mid.IsEmpty && rid.IsEmpty)
            return false;
        foreach (var producer in producers)
        {
            if (!mid.IsEmpty && !Matches(mid, producer.Rtp.Parameters.Mid))
                continue;
            foreach (var stream in producer.Streams)
                if (rid.IsEmpty ? stream.Rid is null : Matches(rid, stream.Rid))
                    return TryAssign(packet, stream, out route);
        }
        return false;
    }

    private bool TryAssign(in RtpPacket packet, ProducerStream stream, out StreamRoute route)
    {
        var isRtx = stream.Producer.TryGetMediaPayloadType(packet.PayloadType, out _);
        route = new StreamRoute(stream, isRtx);
        if (isRtx ? stream.RtxSsrc is not null : stream.Ssrc is not null)
            return false;
        if (isRtx)
            stream.RtxSsrc = packet.Ssrc;
        else
            stream.Ssrc = packet.Ssrc;
        bySsrc[packet.Ssrc] = route;
        return true;
    }

    private static ReadOnlySpan<byte> Read(in RtpPacket packet, byte id) =>
        id != 0 && packet.TryGetExtension(id, out var value) && value.Length <= MaxIdBytes ? value : default;

    private static bool Matches(ReadOnlySpan<byte> ascii, string? text) => text is not null && Ascii.Equals(ascii, text);
}
