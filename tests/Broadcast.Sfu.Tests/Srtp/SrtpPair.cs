using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Tests.Srtp;

/// <summary>Two ends of one direction, with packets to send through it.</summary>
internal sealed class SrtpPair : IDisposable
{
    public const int HeaderLength = 12;

    public SrtpPair(SrtpProfile profile, bool betweenNodes = false)
    {
        using var key = new SrtpMasterKey(profile, Fill(16, 7), Fill(profile.SaltLength(), 9));
        Sender = new SrtpSender(key, betweenNodes);
        Receiver = new SrtpReceiver(key, betweenNodes);
    }

    public SrtpSender Sender { get; }
    public SrtpReceiver Receiver { get; }

    public static byte[] Rtp(ushort sequenceNumber, uint ssrc = 0x1234_5678, int payloadLength = 40)
    {
        var packet = new byte[HeaderLength + payloadLength];
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        packet.AsSpan(HeaderLength).Fill((byte)sequenceNumber);
        return packet;
    }

    public static byte[] ReceiverReport(uint ssrc)
    {
        var packet = new byte[8];
        packet[0] = 0x80;
        packet[1] = 201;
        packet[3] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    /// <summary>Empty if the sender refuses.</summary>
    public byte[] Protect(byte[] packet)
    {
        byte[] buffer = [.. packet, .. new byte[SrtpProfileExtensions.MaxOverhead]];
        return buffer[..Sender.Protect(buffer, packet.Length)];
    }

    public byte[] ProtectRtcp(byte[] packet)
    {
        byte[] buffer = [.. packet, .. new byte[SrtpProfileExtensions.MaxOverhead]];
        return buffer[..Sender.ProtectRtcp(buffer, packet.Length)];
    }

    /// <summary>The RTP packet, or null with the reason. Leaves <paramref name="packet"/> as it is.</summary>
    public byte[]? Unprotect(byte[] packet, out DropReason reason)
    {
        byte[] copy = [.. packet];
        return Receiver.TryUnprotect(copy, out var length, out reason) ? copy[..length] : null;
    }

    public byte[]? UnprotectRtcp(byte[] packet, out DropReason reason)
    {
        byte[] copy = [.. packet];
        return Receiver.TryUnprotectRtcp(copy, out var length, out reason) ? copy[..length] : null;
    }

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
    }

    private static byte[] Fill(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
