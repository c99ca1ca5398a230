using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Srtp;

/// <summary>
/// Authenticates and decrypts what arrives on one transport: SRTP and SRTCP under one master key (RFC 3711, RFC 7714). No packet
/// changes any state before it is authenticated. Used by one thread.
/// </summary>
public sealed class SrtpReceiver : IDisposable
{
    private const int RtcpHeaderLength = 8;
    private const uint EncryptedFlag = 0x8000_0000;

    /// <summary>A stream that began near the end of a cycle may have lost as many of its first packets.</summary>
    private const ushort JustWrapped = 0x4000;
    private const int NextCycle = 1 << 16;
    private const int MaxPacketLength = 2_048;

    private readonly SrtpTransform transform;
    private readonly bool isFromNode;
    private SrtpStreams streams;
    private SrtpStreams rtcpStreams;

    /// <param name="masterKey">Read during construction only; the caller disposes it.</param>
    /// <param name="isFromNode">
    /// Whether another node sends: its streams are many, and may begin with any sequence number, as one does that goes on under a new key.
    /// </param>
    public SrtpReceiver(SrtpMasterKey masterKey, bool isFromNode = false) : this(SrtpTransform.Create(masterKey, encrypts: false), isFromNode)
    {
    }

    internal SrtpReceiver(SrtpTransform transform, bool isFromNode = false)
    {
        this.transform = transform;
        this.isFromNode = isFromNode;
        streams = new SrtpStreams(isFromNode ? SrtpStreams.MostOfNode : SrtpStreams.Most);
        rtcpStreams = new SrtpStreams(isFromNode ? SrtpStreams.MostOfNode : SrtpStreams.Most);
    }

    /// <summary>Decrypts one SRTP packet in place.</summary>
    /// <param name="packet">Undefined afterwards if this fails.</param>
    /// <param name="length">Bytes of the RTP packet at the start of <paramref name="packet"/>.</param>
    /// <param name="reason">Why it failed.</param>
    public bool TryUnprotect(Span<byte> packet, out int length, out DropReason reason)
    {
        length = packet.Length - transform.RtpOverhead;
        reason = DropReason.RtpMalformed;
        if (length < 0 || !SrtpHeader.TryParse(packet[..length], out var header))
            return false;
        ref var window = ref streams.Find(header.Ssrc);
        var isNew = Unsafe.IsNullRef(ref window);
        var index = isNew ? header.SequenceNumber : SequenceNumber.Extend(header.SequenceNumber, window.Highest);
        reason = DropReason.SrtpReplayed;
        if (!isNew && (index < 0 || window.IsSeenOrOlder(index)))
            return false;
        reason = DropReason.SrtpAuthenticationFailed;
        if (!TryOpen(packet, header, isNew, ref index))
            return false;
        reason = DropReason.RtpUnknownSsrc;
        return TryAdvance(ref streams, ref window, header.Ssrc, index);
    }

    /// <summary>Decrypts one SRTCP packet in place.</summary>
    /// <inheritdoc cref="TryUnprotect"/>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length, out DropReason reason)
    {
        length = packet.Length - transform.RtcpOverhead;
        reason = DropReason.RtcpMalformed;
        if (length < RtcpHeaderLength)
            return false;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var flagAndIndex = BinaryPrimitives.ReadUInt32BigEndian(packet[^transform.RtcpIndexFromEnd..]);
        var index = flagAndIndex & ~EncryptedFlag;
        ref var window = ref rtcpStreams.Find(ssrc);
        reason = DropReason.SrtpReplayed;
        if (!Unsafe.IsNullRef(ref window) && window.IsSeenOrOlder(index))
            return false;
        reason = DropReason.SrtpAuthenticationFailed;
        if ((flagAndIndex & EncryptedFlag) == 0 || !transform.TryUnprotectRtcp(packet, ssrc, index))
            return false;
        reason = DropReason.RtcpUnknownSsrc;
        return TryAdvance(ref rtcpStreams, ref window, ssrc, index);
    }

    public void Dispose() => transform.Dispose();

    /// <param name="index">Moved into the next cycle if the packet is from there.</param>
    private bool TryOpen(Span<byte> packet, in SrtpHeader header, bool isNew, ref long index)
    {
        if (!isNew || !isFromNode || header.SequenceNumber >= JustWrapped || packet.Length > MaxPacketLength)
            return transform.TryUnprotect(packet, header.Length, header.Ssrc, index);
        // A failed attempt leaves nothing of the packet.
        Span<byte> copy = stackalloc byte[MaxPacketLength];
        copy = copy[..packet.Length];
        packet.CopyTo(copy);
        if (transform.TryUnprotect(packet, header.Length, header.Ssrc, index))
            return true;
        copy.CopyTo(packet);
        index += NextCycle;
        return transform.TryUnprotect(packet, header.Length, header.Ssrc, index);
    }

    private static bool TryAdvance(ref SrtpStreams streams, ref ReplayWindow window, uint ssrc, long index)
    {
        if (Unsafe.IsNullRef(ref window))
            return streams.TryAdd(ssrc, index);
        window.Add(index);
        return true;
    }
}
