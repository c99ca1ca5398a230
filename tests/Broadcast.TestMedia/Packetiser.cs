using System.Buffers.Binary;

namespace Broadcast.TestMedia;

/// <summary>Frames to RTP payloads, as browsers cut them.</summary>
public static class Packetiser
{
    private const int MaxPayload = 1_150;

    public static IEnumerable<byte[]> Opus(byte[] frame) => [frame];

    public static IEnumerable<byte[]> Vp8(byte[] frame)
    {
        for (var at = 0; at < frame.Length; at += MaxPayload)
            yield return [at == 0 ? (byte)0x10 : (byte)0, .. frame[at..Math.Min(at + MaxPayload, frame.Length)]];
    }

    public static IEnumerable<byte[]> Vp9(byte[] frame)
    {
        const byte pictureId = 5;
        var isInterPredicted = (frame[0] & 0x04) != 0;
        for (var at = 0; at < frame.Length; at += MaxPayload)
        {
            var end = Math.Min(at + MaxPayload, frame.Length);
            var flags = 0x80 | (isInterPredicted ? 0x40 : 0) | (at == 0 ? 0x08 : 0) | (end == frame.Length ? 0x04 : 0);
            yield return [(byte)flags, pictureId, .. frame[at..end]];
        }
    }

    /// <summary>A sequence header together with the start of what follows, everything else in packets of its own.</summary>
    public static IEnumerable<byte[]> Av1(byte[] temporalUnit)
    {
        byte[] sequenceHeader = [];
        foreach (var unit in Av1Units(temporalUnit))
        {
            if ((unit[0] >> 3 & 0x0F) == 1)
            {
                sequenceHeader = unit;
                continue;
            }
            for (var at = 0; at < unit.Length; at += MaxPayload)
            {
                var end = Math.Min(at + MaxPayload, unit.Length);
                var flags = (at > 0 ? 0x80 : 0) | (end < unit.Length ? 0x40 : 0);
                yield return at == 0 && sequenceHeader.Length > 0
                    ? [(byte)(flags | 0x28), (byte)sequenceHeader.Length, .. sequenceHeader, .. unit[at..end]]
                    : [(byte)(flags | 0x10), .. unit[at..end]];
            }
            sequenceHeader = [];
        }
    }

    /// <summary>Small units together as STAP-A, large ones as FU-A, others alone.</summary>
    public static IEnumerable<byte[]> H264(byte[] accessUnit)
    {
        var small = new List<byte[]>();
        foreach (var unit in H264UnitsOf(accessUnit))
        {
            if (unit.Length < 100)
            {
                small.Add(unit);
                continue;
            }
            if (small.Count > 0)
                yield return StapA(small);
            small.Clear();
            foreach (var payload in H264Unit(unit))
                yield return payload;
        }
        if (small.Count > 0)
            yield return small.Count == 1 ? small[0] : StapA(small);
    }

    /// <param name="extensions">The header extension's block, whole (RFC 8285 §4.2); empty for none.</param>
    public static byte[] Rtp(byte payloadType, bool marker, ushort sequence, uint timestamp, uint ssrc, byte[] payload, params byte[] extensions)
    {
        var packet = new byte[12 + extensions.Length + payload.Length];
        packet[0] = (byte)(extensions.Length > 0 ? 0x90 : 0x80);
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        extensions.CopyTo(packet, 12);
        payload.CopyTo(packet, 12 + extensions.Length);
        return packet;
    }

    /// <summary>A unit for itself: whole if it fits, otherwise in fragments.</summary>
    public static IEnumerable<byte[]> H264Unit(byte[] unit) => unit.Length <= MaxPayload ? [unit] : FuA(unit);

    /// <summary>Several units in one payload (RFC 6184 §5.7.1).</summary>
    public static byte[] StapA(IReadOnlyList<byte[]> units) =>
        [24, .. units.SelectMany(unit => (byte[])[(byte)(unit.Length >> 8), (byte)unit.Length, .. unit])];

    /// <summary>One unit in several payloads (RFC 6184 §5.8).</summary>
    public static IEnumerable<byte[]> FuA(byte[] unit, int maxPayload = MaxPayload)
    {
        for (var at = 1; at < unit.Length; at += maxPayload)
        {
            var end = Math.Min(at + maxPayload, unit.Length);
            var flags = (at == 1 ? 0x80 : 0) | (end == unit.Length ? 0x40 : 0);
            yield return [(byte)(unit[0] & 0xE0 | 28), (byte)(flags | unit[0] & 0x1F), .. unit[at..end]];
        }
    }

    /// <summary>The OBUs without their sizes and without the temporal delimiter.</summary>
    private static IEnumerable<byte[]> Av1Units(byte[] temporalUnit)
    {
        for (var at = 0; at < temporalUnit.Length;)
        {
            var header = temporalUnit[at++];
            var (length, shift) = (0, 0);
            for (byte part = 0x80; (part & 0x80) != 0; shift += 7)
            {
                part = temporalUnit[at++];
                length |= (part & 0x7F) << shift;
            }
            if ((header >> 3 & 0x0F) != 2)
                yield return [(byte)(header & ~0x02), .. temporalUnit[at..(at + length)]];
            at += length;
        }
    }

    /// <summary>The NAL units of an access unit in Annex B form.</summary>
    public static IEnumerable<byte[]> H264UnitsOf(byte[] accessUnit)
    {
        var starts = new List<int>();
        for (var i = 0; i + 3 <= accessUnit.Length; i++)
            if (accessUnit[i] == 0 && accessUnit[i + 1] == 0 && accessUnit[i + 2] == 1)
                starts.Add(i + 3);
        for (var i = 0; i < starts.Count; i++)
        {
            var end = i + 1 < starts.Count ? starts[i + 1] - 3 : accessUnit.Length;
            while (end > starts[i] && accessUnit[end - 1] == 0)
                end--;
            yield return accessUnit[starts[i]..end];
        }
    }
}
