using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Rtp;

/// <summary>
/// Writes the header extension block of a <see cref="RtpTemplate"/> and remembers where the values lie that differ from receiver
/// to receiver. The one-byte form is used unless an element needs the two-byte form (RFC 8285 §4).
/// </summary>
internal sealed class ExtensionBlockWriter
{
    private const int BlockHeaderLength = 4;
    private const int MaxOneByteValue = 16;

    private byte midId;
    private bool oneByte;
    private int midOffset;
    private int transportCcOffset;
    private int position;

    /// <summary>Writes the block at <paramref name="start"/>.</summary>
    /// <returns>Its length, a multiple of four; 0 if there is nothing to write. Elements that would exceed the buffer are left out.</returns>
    public int Write(Instant now, in RtpPacket source, ExtensionLayout layout, byte[] buffer, int start)
    {
        var first = start + BlockHeaderLength;
        position = first;
        oneByte = FitsOneByte(source, layout.Forwarded);
        ReserveSlots(now, layout, buffer);
        var elements = source.Extensions;
        while (elements.MoveNext())
            Forward(elements.Id, elements.Value, layout.Forwarded, buffer);
        if (position == first)
            return 0;
        while ((position - first) % 4 != 0)
            buffer[position++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(start), oneByte ? HeaderExtensions.OneByteProfile : HeaderExtensions.TwoByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(start + 2), (ushort)((position - first) / 4));
        return position - start;
    }

    /// <summary>Fills the receiver's values into a copy of the buffer.</summary>
    public void Stamp(Span<byte> packet, in RtpStamp stamp)
    {
        if (midOffset != 0 && stamp.Mid.Length != 0)
            StampMid(packet[midOffset..], stamp.Mid);
        if (transportCcOffset != 0)
            BinaryPrimitives.WriteUInt16BigEndian(packet[transportCcOffset..], stamp.TransportSequence ?? 0);
    }

    private static bool FitsOneByte(in RtpPacket source, ExtensionMap forwarded)
    {
        var elements = source.Extensions;
        while (elements.MoveNext())
            if (forwarded[elements.Id] != 0 && elements.Value.Length is 0 or > MaxOneByteValue)
                return false;
        return true;
    }

    private void ReserveSlots(Instant now, ExtensionLayout layout, byte[] buffer)
    {
        midId = layout.Mid;
        midOffset = midId == 0 ? 0 : ReserveMid(buffer);
        if (layout.AbsSendTime != 0)
            WriteAbsSendTime(buffer.AsSpan(BeginElement(buffer, layout.AbsSendTime, 3)), now);
        transportCcOffset = layout.TransportCc == 0 ? 0 : BeginElement(buffer, layout.TransportCc, 2);
    }

    /// <summary>Reserves an element of full length as zeros, which read as padding until a receiver's MID is stamped.</summary>
    private int ReserveMid(byte[] buffer)
    {
        var offset = position;
        var length = (oneByte ? 1 : 2) + MidValue.MaxLength;
        buffer.AsSpan(offset, length).Clear();
        position += length;
        return offset;
    }

    private void StampMid(Span<byte> slot, MidValue mid)
    {
        if (oneByte)
        {
            BinaryPrimitives.WriteUInt32BigEndian(slot, mid.Bytes | (uint)(midId << 4 | mid.Length - 1) << 24);
            return;
        }
        BinaryPrimitives.WriteUInt32BigEndian(slot[1..], mid.Bytes | (uint)mid.Length << 24);
        slot[0] = midId;
    }

    private void Forward(byte sourceId, ReadOnlySpan<byte> value, ExtensionMap forwarded, byte[] buffer)
    {
        var id = forwarded[sourceId];
        if (id == 0 || position + value.Length + 5 > buffer.Length)
            return;
        value.CopyTo(buffer.AsSpan(BeginElement(buffer, id, value.Length)));
    }

    /// <summary>Writes an element's header and steps over its value.</summary>
    /// <returns>The offset of the value.</returns>
    private int BeginElement(byte[] buffer, byte id, int length)
    {
        if (oneByte)
        {
            buffer[position++] = (byte)(id << 4 | length - 1);
        }
        else
        {
            buffer[position++] = id;
            buffer[position++] = (byte)length;
        }
        var value = position;
        position += length;
        return value;
    }

    /// <summary>Seconds in 6.18 fixed point, wrapping every 64 s.</summary>
    private static void WriteAbsSendTime(Span<byte> value, Instant now)
    {
        var fixedPoint = (uint)((now.Microseconds % 64_000_000 << 18) / 1_000_000);
        value[0] = (byte)(fixedPoint >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(value[1..], (ushort)fixedPoint);
    }
}
