using System.Buffers.Binary;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>Redundant audio (RFC 2198) is taken apart when it arrives: what a packet repeats and did not come itself goes before it.</summary>
internal sealed partial class ProducerStream
{
    private const int FixedHeader = RtpHeader.Length;
    private const int MaxRecovered = 32;

    /// <summary>Room for one packet; null until redundant audio comes.</summary>
    private byte[]? unwrapped;

    private void HandleRedundant(Instant now, in RtpPacket packet, bool isRetransmission, SendBatch output)
    {
        if (!RedPayload.TryParse(packet.Payload, out var red) || !Producer.IsOpus(red.PrimaryType) || packet.Bytes.Length > RtpTemplate.MaxLength)
        {
            context.Drops.Count(DropReason.RedMalformed);
            return;
        }
        unwrapped ??= new byte[RtpTemplate.MaxLength];
        if (!isRetransmission && Ring.Highest != 0)
            RecoverBefore(now, packet, red, output);
        packet.Bytes[..packet.HeaderLength].CopyTo(unwrapped);
        var length = Unwrap(packet.HeaderLength, red.PrimaryType, red.Primary);
        if (RtpPacket.TryParse(unwrapped.AsSpan(0, length), out var opus))
            HandleMedia(now, opus, isRetransmission, output);
    }

    /// <summary>The oldest first, so that all go out in order.</summary>
    private void RecoverBefore(Instant now, in RtpPacket packet, in RedPayload red, SendBatch output)
    {
        var sequence = SequenceNumber.Extend(packet.SequenceNumber, Ring.Highest);
        // Far ahead it may be a stray, or a publisher that began anew.
        if (sequence > Ring.Highest + MaxRecovered)
            return;
        for (var back = red.Redundant - 1; back >= 0; back--)
        {
            var block = red.Repeated(back, out var payloadType, out var timestampOffset);
            var missing = sequence - 1 - back;
            if (block.IsEmpty || !Producer.IsOpus(payloadType) || missing <= 0 || Ring.TryGet(now, missing, out _, out _))
                continue;
            packet.Bytes[..FixedHeader].CopyTo(unwrapped);
            unwrapped![0] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(unwrapped.AsSpan(2), (ushort)missing);
            BinaryPrimitives.WriteUInt32BigEndian(unwrapped.AsSpan(4), packet.Timestamp - timestampOffset);
            if (RtpPacket.TryParse(unwrapped.AsSpan(0, Unwrap(FixedHeader, payloadType, block)), out var recovered))
                HandleMedia(now, recovered, isRetransmission: true, output);
        }
    }

    /// <summary>Puts an Opus payload behind the header that is there.</summary>
    private int Unwrap(int headerLength, byte payloadType, ReadOnlySpan<byte> payload)
    {
        // Without padding.
        unwrapped![0] &= 0xDF;
        unwrapped[1] = (byte)(unwrapped[1] & 0x80 | payloadType);
        payload.CopyTo(unwrapped.AsSpan(headerLength));
        return headerLength + payload.Length;
    }
}
