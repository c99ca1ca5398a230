using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// Protects what leaves on one transport: RTP and RTCP under one master key (RFC 3711, RFC 7714). Used by one thread.
/// </summary>
public sealed class SrtpSender : IDisposable
{
    private const int MinRtcpLength = 8;
    private const uint MaxRtcpIndex = 0x7FFF_FFFF;

    private readonly SrtpTransform transform;
    private SrtpStreams streams;

    /// <summary>One counter for all SSRCs: each sees its own grow, which is all that the receiver's window needs.</summary>
    private uint rtcpIndex;

    /// <param name="masterKey">Read during construction only; the caller disposes it.</param>
    /// <param name="isToNode">Whether it is another node that is sent to: by many streams.</param>
    public SrtpSender(SrtpMasterKey masterKey, bool isToNode = false) : this(SrtpTransform.Create(masterKey, encrypts: true), isToNode: isToNode)
    {
    }

    internal SrtpSender(SrtpTransform transform, uint rtcpIndex = 0, bool isToNode = false)
    {
        this.transform = transform;
        streams = new SrtpStreams(isToNode ? SrtpStreams.MostOfNode : SrtpStreams.Most);
        this.rtcpIndex = rtcpIndex;
    }

    /// <summary>
    /// Encrypts and authenticates one RTP packet in place. A stream must begin with a sequence number below 32768, or a receiver
    /// that misses its first packets cannot know the rollover counter.
    /// </summary>
    /// <param name="buffer">The packet, followed by at least <see cref="SrtpProfileExtensions.MaxOverhead"/> bytes of room.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <returns>Bytes to send; 0 if it must not be sent: no RTP, from before the stream's beginning, or (GCM) an index used before.</returns>
    public int Protect(Span<byte> buffer, int length) =>
        SrtpHeader.TryParse(buffer[..length], out var header) ? Protect(buffer, header, buffer[header.Length..length]) : 0;

    /// <summary>The same for a payload that many receivers share: it is encrypted from where it is into its place behind the header.</summary>
    /// <param name="buffer">Begins with a valid header; takes payload and <see cref="SrtpProfileExtensions.MaxOverhead"/>.</param>
    /// <param name="headerLength">Bytes of the header, extensions included.</param>
    /// <param name="payload">Padding included; outside the buffer.</param>
    /// <inheritdoc cref="Protect(Span{byte}, int)"/>
    public int Protect(Span<byte> buffer, int headerLength, ReadOnlySpan<byte> payload) =>
        Protect(buffer, SrtpHeader.Of(buffer, headerLength), payload);

    private int Protect(Span<byte> buffer, in SrtpHeader header, ReadOnlySpan<byte> payload)
    {
        Debug.Assert(buffer.Length >= header.Length + payload.Length + transform.RtpOverhead);
        ref var window = ref streams.Find(header.Ssrc);
        long index = header.SequenceNumber;
        if (Unsafe.IsNullRef(ref window))
        {
            if (!streams.TryAdd(header.Ssrc, index))
                return 0;
        }
        else
        {
            index = SequenceNumber.Extend(header.SequenceNumber, window.Highest);
            if (index < 0 || (transform.IndexMustNotRepeat && window.IsSeenOrOlder(index)))
                return 0;
            window.Add(index);
        }
        return transform.Protect(buffer, header.Length, payload, header.Ssrc, index);
    }

    /// <summary>Encrypts and authenticates one compound RTCP packet in place.</summary>
    /// <param name="buffer">The packet, followed by at least <see cref="SrtpProfileExtensions.MaxOverhead"/> bytes of room.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <returns>Bytes to send; 0 if it is no RTCP or the key is used up (after 2³¹ packets).</returns>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        Debug.Assert(buffer.Length >= length + transform.RtcpOverhead);
        if (length < MinRtcpLength || rtcpIndex == MaxRtcpIndex)
            return 0;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        return transform.ProtectRtcp(buffer, length, ssrc, rtcpIndex++);
    }

    public void Dispose() => transform.Dispose();
}
