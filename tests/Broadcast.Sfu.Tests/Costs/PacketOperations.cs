using System.Buffers.Binary;
using System.Text;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Stun;
using Broadcast.Sfu.Tests.Rtp;

namespace Broadcast.Sfu.Tests.Costs;

/// <summary>What is done with one packet, one thing at a time, under AEAD_AES_128_GCM.</summary>
internal static class PacketOperations
{
    private const uint Ssrc = 7;
    private static readonly Instant Start = new(1_000_000);

    /// <summary>With its header extensions found.</summary>
    public static Operation ParseRtp()
    {
        var datagram = RtpPacketTests.OneByteForm;
        return new Operation(1_000, () =>
        {
            for (var i = 0; i < 1_000; i++)
                if (!RtpPacket.TryParse(datagram, out var packet) || !packet.TryGetExtension(3, out _))
                    throw new InvalidOperationException("The packet was not read.");
        });
    }

    /// <summary>A compound of a sender report with a block, a NACK for four packets and a picture loss indication, read through.</summary>
    public static Operation ParseRtcp()
    {
        var buffer = new byte[256];
        var length = SenderReport.Write(buffer, Ssrc, default, 0, 0, 0);
        length += ReceiverReport.Write(buffer.AsSpan(length), 1, [new ReportBlock(Ssrc, 1, 2, 3, 4, 5, 6)]);
        length += Nack.Write(buffer.AsSpan(length), 1, Ssrc, [100, 101, 105, 130]);
        length += new PictureLossIndication(1, Ssrc).Write(buffer.AsSpan(length));
        return new Operation(500, () =>
        {
            for (var i = 0; i < 500; i++)
                if (ReadThrough(buffer.AsSpan(0, length)) != 6)
                    throw new InvalidOperationException("The compound was not read.");
        });
    }

    /// <summary>A viewer's header is written, and the shared payload encrypted behind it.</summary>
    public static Operation Protect()
    {
        var packet = Packet();
        var template = new RtpTemplate();
        RtpPacket.TryParse(packet, out var parsed);
        template.Prepare(Start, parsed, new ExtensionLayout(default, Mid: 1, AbsSendTime: 2));
        using var key = Key();
        var sender = new SrtpSender(key);
        var slot = new byte[template.Length + SrtpProfileExtensions.MaxOverhead];
        ushort sequence = 0;
        return new Operation(50, () =>
        {
            for (var i = 0; i < 50; i++)
                sender.Protect(slot, template.WriteHeader(slot, new RtpStamp(96, ++sequence, 0, Ssrc)), template.Payload);
        });
    }

    /// <summary>With a copy of the packet, which is decrypted in place.</summary>
    public static Operation Unprotect()
    {
        var packet = Packet();
        using var key = Key();
        using var transform = SrtpTransform.Create(key, encrypts: true);
        var opener = SrtpTransform.Create(key, encrypts: false);
        var sealedPacket = new byte[packet.Length + SrtpProfileExtensions.MaxOverhead];
        packet.AsSpan(0, RtpHeader.Length).CopyTo(sealedPacket);
        var length = transform.Protect(sealedPacket, RtpHeader.Length, packet.AsSpan(RtpHeader.Length), Ssrc, index: 1);
        var slot = new byte[length];
        return new Operation(50, () =>
        {
            for (var i = 0; i < 50; i++)
            {
                sealedPacket.AsSpan(0, length).CopyTo(slot);
                if (!opener.TryUnprotect(slot, RtpHeader.Length, Ssrc, index: 1))
                    throw new InvalidOperationException("The packet was not authentic.");
            }
        });
    }

    /// <summary>A packet is found among a thousand.</summary>
    public static Operation LookUp()
    {
        var packet = Packet();
        var ring = PacketRing.ForVideo();
        for (var sequence = 1; sequence <= ring.Capacity; sequence++)
            ring.TryAdd(new StoredPacketInfo(sequence, 0, Start, (ushort)packet.Length, false, false), packet);
        return new Operation(1_000, () =>
        {
            for (var i = 0; i < 1_000; i++)
                if (!ring.TryGet(Start, ring.Highest - i * 7 % 1_000, out _, out _))
                    throw new InvalidOperationException("The packet was not found.");
        });
    }

    /// <summary>A connectivity check is verified and answered: two authentications and two checksums.</summary>
    public static Operation AnswerCheck()
    {
        const int Checks = 20;
        var credentials = IceCredentials.Create();
        var agent = new IceLiteAgent(credentials, new IceOptions(), Start);
        var output = new SendBatch(new Discard());
        var checks = new byte[Checks][];
        var remote = TransportTuple.FromIPv4(0x7F00_0001, 5_000);
        var now = Start;
        var number = 0;
        // An address that has not shown that it receives is answered only so often.
        Handle(Check(credentials, ++number));
        agent.ProveSelected(now);
        return new Operation(Checks, Run, Prepare);

        void Prepare()
        {
            for (var i = 0; i < Checks; i++)
                checks[i] = Check(credentials, ++number);
        }

        void Run()
        {
            foreach (var check in checks)
                Handle(check);
        }

        void Handle(byte[] check)
        {
            // Checks that come too fast are dropped unread.
            now = now.AddMilliseconds(100);
            if (!StunMessage.TryParse(check, out var message) || !agent.HandleBinding(now, remote, message, output).Accepted)
                throw new InvalidOperationException("The check was not accepted.");
            output.Flush();
        }
    }

    private static int ReadThrough(ReadOnlySpan<byte> datagram)
    {
        var read = 0;
        var compound = new RtcpCompound(datagram);
        while (compound.TryRead(out var packet))
            switch (packet.Type)
            {
                case RtcpType.SenderReport when SenderReport.TryParse(packet, out _):
                    read++;
                    break;
                case RtcpType.ReceiverReport when ReceiverReport.TryParse(packet, out var report):
                    read += report.Blocks.Count;
                    break;
                case RtcpType.TransportFeedback when Nack.TryParse(packet, out var nack):
                    foreach (var _ in nack)
                        read++;
                    break;
                case RtcpType.PayloadFeedback when !PictureLossIndication.TryParse(packet, out _):
                    throw new InvalidOperationException("The indication was not read.");
            }
        return read;
    }

    private static byte[] Packet()
    {
        var packet = new byte[Floors.PacketLength];
        packet[0] = 0x80;
        packet[1] = 96;
        packet[11] = (byte)Ssrc;
        return packet;
    }

    private static SrtpMasterKey Key() => new(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12]);

    private static byte[] Check(IceCredentials credentials, int transaction)
    {
        var id = new byte[StunMessage.TransactionIdLength];
        BinaryPrimitives.WriteInt32BigEndian(id, transaction);
        var buffer = new byte[StunMessage.MaxLength];
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, id);
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{credentials.UsernameFragment}:abcd"));
        writer.AddUInt32(StunAttributeType.Priority, 1);
        writer.AddUInt64(StunAttributeType.IceControlling, 1);
        writer.Add(StunAttributeType.UseCandidate, []);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(credentials.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
