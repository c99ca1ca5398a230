using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Stun;

namespace Broadcast.Bench.Micro;

/// <summary>What is done per packet, one thing at a time, with packets of 1,150 bytes under AEAD_AES_128_GCM.</summary>
[MemoryDiagnoser]
public class PacketBenchmarks : IDatagramSink
{
    private const int PacketLength = 1_150;
    private static readonly Instant Start = new(1_000_000);

    /// <summary>Time between two checks; sooner ones are dropped unread once there are too many in a second.</summary>
    private const int CheckIntervalMs = 100;
    private static readonly TransportTuple Remote = TransportTuple.FromIPv4(0x7F00_0001, 5_000);

    private readonly byte[] packet = new byte[PacketLength];
    private readonly byte[] slot = new byte[PacketLength + SrtpProfileExtensions.MaxOverhead];
    private readonly byte[] sealedPacket = new byte[PacketLength + SrtpProfileExtensions.MaxOverhead];

    /// <summary>More than are remembered, so that none counts as a repetition.</summary>
    private readonly byte[][] checks = new byte[64][];
    private readonly byte[] nack = new byte[64];
    private readonly RtpTemplate template = new();
    private readonly IceCredentials credentials = IceCredentials.Create();
    private SrtpSender sender = null!;
    private SrtpTransform opener = null!;
    private IceLiteAgent agent = null!;
    private SendBatch output = null!;
    private Instant now = Start;
    private ushort sequence;
    private int sealedLength;
    private int nextCheck;
    private int nackLength;

    [GlobalSetup]
    public void SetUp()
    {
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 7);
        RtpPacket.TryParse(packet, out var parsed);
        template.Prepare(Start, parsed, new ExtensionLayout(default, Mid: 1, AbsSendTime: 2));
        using var key = new SrtpMasterKey(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12]);
        sender = new SrtpSender(key);
        opener = SrtpTransform.Create(key, encrypts: false);
        using var transform = SrtpTransform.Create(key, encrypts: true);
        packet.AsSpan(0, RtpHeader.Length).CopyTo(sealedPacket);
        sealedLength = transform.Protect(sealedPacket, RtpHeader.Length, packet.AsSpan(RtpHeader.Length), ssrc: 7, index: 1);
        output = new SendBatch(this);
        agent = new IceLiteAgent(credentials, new IceOptions(), Start);
        for (var i = 0; i < checks.Length; i++)
            checks[i] = Check(i + 1);
        // An address that has not shown that it receives is answered only so often.
        Stun();
        agent.ProveSelected(now);
        nackLength = Nack.Write(nack, 1, 7, [100, 101, 105, 130]);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        sender.Dispose();
        opener.Dispose();
    }

    /// <summary>A viewer's header, and the shared payload encrypted behind it.</summary>
    [Benchmark]
    public int Protect() => sender.Protect(slot, template.WriteHeader(slot, new RtpStamp(96, ++sequence, 0, 7)), template.Payload);

    /// <summary>With a copy of the packet, which is decrypted in place.</summary>
    [Benchmark]
    public void Unprotect()
    {
        sealedPacket.AsSpan(0, sealedLength).CopyTo(slot);
        if (!opener.TryUnprotect(slot.AsSpan(0, sealedLength), RtpHeader.Length, ssrc: 7, index: 1))
            throw new InvalidOperationException("The packet was not authentic.");
    }

    [Benchmark]
    public bool Parse() => RtpPacket.TryParse(packet, out _);

    [Benchmark]
    public int Rewrite() => template.WriteHeader(slot, new RtpStamp(96, 1, 2, 7));

    /// <summary>A connectivity check, verified and answered: two HMACs and two checksums.</summary>
    [Benchmark]
    public void Stun()
    {
        now = now.AddMilliseconds(CheckIntervalMs);
        var check = checks[nextCheck++ % checks.Length];
        if (!StunMessage.TryParse(check, out var message) || !agent.HandleBinding(now, Remote, message, output).Accepted)
            throw new InvalidOperationException("The check was not accepted.");
        output.Flush();
    }

    /// <summary>A request for four packets, read through.</summary>
    [Benchmark]
    public int NackRead()
    {
        var lost = 0;
        var compound = new RtcpCompound(nack.AsSpan(0, nackLength));
        while (compound.TryRead(out var part))
            if (Nack.TryParse(part, out var request))
                foreach (var number in request)
                    lost += number;
        return lost;
    }

    public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
    }

    private byte[] Check(int transaction)
    {
        var (buffer, id) = (new byte[StunMessage.MaxLength], new byte[StunMessage.TransactionIdLength]);
        BinaryPrimitives.WriteInt32BigEndian(id, transaction);
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, id);
        writer.Add(StunAttributeType.Username, System.Text.Encoding.ASCII.GetBytes($"{credentials.UsernameFragment}:abcd"));
        writer.AddUInt32(StunAttributeType.Priority, 1);
        writer.AddUInt64(StunAttributeType.IceControlling, 1);
        writer.Add(StunAttributeType.UseCandidate, []);
        writer.AddIntegrity(System.Text.Encoding.ASCII.GetBytes(credentials.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
