using System.Buffers.Binary;
using System.Diagnostics;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Rtp;

/// <summary>
/// A packet made ready for all receivers of one <see cref="ExtensionLayout"/>: header extensions renumbered, slots reserved,
/// padding appended. <see cref="Prepare"/> runs once per packet and layout, <see cref="Write"/> once per receiver and costs one
/// copy and a few stores; a sender that encrypts takes <see cref="WriteHeader"/> and <see cref="Payload"/>, and saves the copy. Every receiver's packet has the same length. Reused from packet to packet; not thread-safe.
/// </summary>
public sealed class RtpTemplate
{
    /// <summary>The largest packet that fits, slots and padding included.</summary>
    public const int MaxLength = 2048;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(MaxLength, pinned: true);
    private readonly ExtensionBlockWriter extensions = new();
    private bool isRtx;

    /// <summary>Within the payload.</summary>
    private PictureSlots pictures;
    private bool hasPictures;

    /// <summary>Bytes that <see cref="Write"/> writes; 0 before the first <see cref="Prepare"/> and after a failed one.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the header with its extensions.</summary>
    public int HeaderLength { get; private set; }

    /// <summary>What follows the header, padding included: the same for all receivers, but for the original sequence number of a retransmission and for picture numbers.</summary>
    public ReadOnlySpan<byte> Payload => buffer.AsSpan(HeaderLength, Length - HeaderLength);

    /// <summary>Loads a packet. Its own padding is dropped.</summary>
    /// <param name="now">Becomes the abs-send-time.</param>
    /// <param name="rtx">Leaves room for the original sequence number, making every written packet a retransmission (RFC 4588 §4).</param>
    /// <param name="pictures">Within the source's payload; must lie in it.</param>
    /// <returns>False if the result would exceed <see cref="MaxLength"/>; nothing is loaded then.</returns>
    public bool Prepare(Instant now, in RtpPacket source, ExtensionLayout layout, bool rtx = false, PictureSlots pictures = default) =>
        PrepareAs(now, source, source.Payload, layout, rtx, pictures);

    /// <summary>The same with another payload than the packet's own.</summary>
    public bool PrepareAs(Instant now, in RtpPacket source, ReadOnlySpan<byte> payload, ExtensionLayout layout, bool rtx = false, PictureSlots pictures = default)
    {
        Length = 0;
        var csrcEnd = RtpHeader.Length + source.Csrcs.Length;
        var extensionsEnd = csrcEnd + extensions.Write(now, source, layout, buffer, csrcEnd);
        var payloadOffset = rtx ? extensionsEnd + 2 : extensionsEnd;
        if (payloadOffset + payload.Length > MaxLength)
            return false;
        source.Bytes[..csrcEnd].CopyTo(buffer);
        var extended = extensionsEnd > csrcEnd;
        buffer[0] = (byte)(0x80 | (extended ? 0x10 : 0) | source.CsrcCount);
        payload.CopyTo(buffer.AsSpan(payloadOffset));
        isRtx = rtx;
        this.pictures = pictures;
        hasPictures = pictures != default;
        HeaderLength = extensionsEnd;
        Length = payloadOffset + payload.Length;
        return true;
    }

    /// <summary>Loads a packet of nothing but padding, for a stream of retransmissions, whose receiver passes over it (RFC 4588 §4 has no payload without an original).</summary>
    /// <param name="padding">1 to 255 bytes.</param>
    public void PreparePadding(Instant now, ExtensionLayout layout, int padding)
    {
        ReadOnlySpan<byte> empty = [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        if (RtpPacket.TryParse(empty, out var source) && Prepare(now, source, layout))
            TryPadTo(Length + padding);
    }

    /// <summary>Appends RTP padding (RFC 3550 §5.1), so that packets of one burst become equally long and leave as one segmented send.</summary>
    /// <returns>False, and nothing changed, if the packet is longer already, the difference exceeds 255, or it was levelled before.</returns>
    public bool TryPadTo(int length)
    {
        var padding = length - Length;
        if (padding == 0)
            return true;
        if (padding is < 0 or > 255 || length > MaxLength || Length == 0 || (buffer[0] & 0x20) != 0)
            return false;
        buffer.AsSpan(Length, padding - 1).Clear();
        buffer[length - 1] = (byte)padding;
        buffer[0] |= 0x20;
        Length = length;
        return true;
    }

    /// <summary>Writes one receiver's packet.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <returns>The bytes written, always <see cref="Length"/>.</returns>
    public int Write(Span<byte> destination, in RtpStamp stamp)
    {
        Payload.CopyTo(destination[WriteHeader(destination, stamp)..]);
        return Length;
    }

    /// <summary>Writes one receiver's header alone, for a sender that takes <see cref="Payload"/> from here.</summary>
    /// <returns>The bytes written, always <see cref="HeaderLength"/>.</returns>
    public int WriteHeader(Span<byte> destination, in RtpStamp stamp)
    {
        Debug.Assert(Length > 0);
        buffer.AsSpan(0, HeaderLength).CopyTo(destination);
        destination[1] = (byte)(destination[1] & 0x80 | (stamp.Marker ? 0x80 : 0) | stamp.PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], stamp.SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], stamp.Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], stamp.Ssrc);
        extensions.Stamp(destination, stamp);
        if (isRtx)
            BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(HeaderLength), stamp.OriginalSequenceNumber);
        if (hasPictures)
            StampPicture(buffer.AsSpan(isRtx ? HeaderLength + 2 : HeaderLength), stamp.Picture);
        return HeaderLength;
    }

    private void StampPicture(Span<byte> payload, PictureStamp stamp)
    {
        if (pictures.Tl0PicIdx != 0)
            payload[pictures.Tl0PicIdx] = stamp.Tl0PicIdx;
        if (pictures.PictureId == 0)
            return;
        if (pictures.IsLong)
            BinaryPrimitives.WriteUInt16BigEndian(payload[pictures.PictureId..], (ushort)(0x8000 | stamp.PictureId));
        else
            payload[pictures.PictureId] = (byte)(stamp.PictureId & 0x7F);
    }
}
