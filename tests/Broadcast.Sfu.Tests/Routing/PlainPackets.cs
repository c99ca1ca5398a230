using System.Buffers.Binary;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing;

/// <summary>What an encoder beside the node sends over a plain transport.</summary>
internal static class PlainPackets
{
    public const uint Ssrc = 2710291127;

    public static RtpParameters Parameters => ChromiumSamples.Vp8;

    public static byte[] Vp8(ushort sequence, uint timestamp, bool isLast, bool isKeyFrame, int payloadLength = 300) =>
        Rtp(96, Ssrc, sequence, timestamp, isLast, Payload(sequence, payloadLength, sequence % 5 == 0, isKeyFrame));

    /// <param name="level">-dBov, 0 to 127, in the extension with id 1.</param>
    public static byte[] Opus(uint ssrc, ushort sequence, byte level)
    {
        var packet = Rtp(111, ssrc, sequence, sequence * 960u, isLast: false, [0xFC, 1, 2, 3]);
        var extended = new byte[packet.Length + 8];
        packet.AsSpan(0, 12).CopyTo(extended);
        extended[0] |= 0x10;
        BinaryPrimitives.WriteUInt32BigEndian(extended.AsSpan(12), 0xBEDE_0001);
        extended[16] = 0x10;
        extended[17] = level;
        packet.AsSpan(12).CopyTo(extended.AsSpan(20));
        return extended;
    }

    public static byte[] Rtp(byte payloadType, uint ssrc, ushort sequence, uint timestamp, bool isLast, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(payloadType | (isLast ? 0x80 : 0));
        Renumber(packet, sequence, timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        payload.CopyTo(packet.AsSpan(12));
        return packet;
    }

    public static void Renumber(Span<byte> packet, ushort sequence, uint timestamp)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
    }

    public static byte[] SenderReport(uint ssrc)
    {
        var report = new byte[Sfu.Rtcp.SenderReport.Length];
        Sfu.Rtcp.SenderReport.Write(report, ssrc, NtpTime.FromMicroseconds(1_000_000), 90_000, 10, 1_000);
        return report;
    }

    /// <summary>One of each message that is understood.</summary>
    public static IEnumerable<byte[]> Rtcp()
    {
        yield return SenderReport(Ssrc);
        yield return Write(64, buffer => ReceiverReport.Write(buffer, 1, [new ReportBlock(Ssrc, 1, 2, 3, 4, 5, 6)]));
        yield return Write(64, buffer => Nack.Write(buffer, 1, Ssrc, [1, 2, 3, 40]));
        yield return Write(64, buffer => new PictureLossIndication(1, Ssrc).Write(buffer));
        yield return Write(64, buffer => FullIntraRequest.Write(buffer, 1, Ssrc, 1));
        yield return Write(64, buffer => ReceiverEstimatedMaxBitrate.Write(buffer, 1, 1_000_000, [Ssrc]));
        yield return Write(64, buffer => Bye.Write(buffer, [Ssrc]));
        yield return Write(64, buffer => LayerWishes.Write(buffer, 1, [new LayerWish(Ssrc, 1), new LayerWish(2, LayerWish.Nothing)]));
        yield return Write(64, buffer => new ReferenceTimes(1, NtpTime.FromMicroseconds(1_000_000), 2, 3, 4).Write(buffer));
    }

    private static byte[] Payload(int number, int length, bool isFirst, bool isKeyFrame)
    {
        var payload = new byte[length];
        MediaPayload.Write(payload, number, isFirst, isKeyFrame);
        return payload;
    }

    private static byte[] Write(int capacity, Func<byte[], int> write)
    {
        var buffer = new byte[capacity];
        return buffer[..write(buffer)];
    }
}
