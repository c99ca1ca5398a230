using System.Buffers.Binary;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Stun;

namespace Broadcast.Bench.Swarm;

/// <summary>
/// A viewer as cheap as it can be and still be real: ICE checks, a DTLS handshake, SRTP keys; it counts packets, checks that sequence
/// numbers have no holes and decrypts a sample. Sans-IO, driven by <see cref="ViewerSwarm"/>.
/// </summary>
internal sealed class SwarmViewer : IDisposable
{
    private const int CheckIntervalMs = 100;
    private const int ConsentIntervalMs = 5_000;
    private const int ReportIntervalMs = 1_000;
    private const int SampleEvery = 64;
    private const int HostileIntervalMs = 5;
    private const int HostilePackets = 5;
    private const uint ControllingPriority = 0x6E00_01FF;

    private static readonly byte[] Garbage = [0x80, 96, .. Enumerable.Repeat((byte)0xA5, 200)];

    private readonly ViewerOffer offer;
    private readonly IceCredentials local;
    private readonly DtlsSession dtls;
    private readonly byte[] username;
    private readonly byte[] password;
    private readonly byte[] transactionId = new byte[StunMessage.TransactionIdLength];
    private readonly uint reportSsrc;
    private SrtpReceiver? receiver;
    private SrtpSender? sender;
    private Instant nextCheck;
    private Instant nextReport = Instant.Never;
    private bool isIceConnected;
    private readonly List<ReceivedStream> streams = [];
    private bool inKeyFrame;
    private byte[] oldReport = [];

    public SwarmViewer(int index, ViewerOffer offer, IceCredentials local, DtlsContext dtlsContext, Instant now)
    {
        this.offer = offer;
        this.local = local;
        dtls = dtlsContext.CreateSession(DtlsRole.Client, offer.Fingerprints);
        username = System.Text.Encoding.ASCII.GetBytes($"{offer.UsernameFragment}:{local.UsernameFragment}");
        password = System.Text.Encoding.ASCII.GetBytes(offer.Password);
        BinaryPrimitives.WriteInt32BigEndian(transactionId.AsSpan(4), index);
        reportSsrc = 0x8000_0000 | (uint)index;
        nextCheck = now;
    }

    /// <summary>Null for a viewer that behaves.</summary>
    public Hostility? Hostility { get; set; }

    public bool IsConnected => receiver is not null;
    public string? Failure => dtls.FailureReason;
    public Instant ConnectedAt { get; private set; } = Instant.Never;
    public Instant FirstPacketAt { get; private set; } = Instant.Never;
    public Instant FirstKeyFrameAt { get; private set; } = Instant.Never;
    public long PacketsReceived { get; private set; }
    public long Sampled { get; private set; }
    public long SamplesDamaged { get; private set; }

    /// <summary>Told when each packet came, by the publisher's own sequence number; every packet is then decrypted.</summary>
    public Action<Instant, ushort>? Arrived { get; set; }

    /// <summary>Sequence numbers skipped and never seen, since <see cref="ResetCounters"/>.</summary>
    public long PacketsMissing => streams.Sum(stream => stream.Missing);

    public Instant NextTimeout => Hostility is null ? Instant.Min(Instant.Min(nextCheck, nextReport), dtls.NextTimeout) : nextCheck;

    public void ResetCounters()
    {
        PacketsReceived = Sampled = SamplesDamaged = 0;
        streams.Clear();
    }

    public void HandleDatagram(Instant now, Span<byte> datagram, SendBatch output)
    {
        if (datagram.Length < 2)
            return;
        if (datagram[0] is >= 128 and < 192)
            HandleMedia(now, datagram);
        else if (datagram[0] is >= 20 and < 64)
            HandleDtls(now, datagram, output);
        else if (StunMessage.TryParse(datagram, out var message))
            HandleStun(now, message, output);
    }

    public void HandleTimeout(Instant now, SendBatch output)
    {
        if (Hostility is { } hostility)
        {
            nextCheck = now.AddMilliseconds(HostileIntervalMs);
            for (var i = 0; i < HostilePackets; i++)
                Misbehave(hostility, output);
            return;
        }
        if (now >= nextCheck)
        {
            SendCheck(output);
            nextCheck = now.AddMilliseconds(IsConnected ? ConsentIntervalMs : CheckIntervalMs);
        }
        if (now >= dtls.NextTimeout)
            dtls.HandleTimeout(now, offer.Address, output);
        if (now >= nextReport)
        {
            SendReport(output);
            nextReport = now.AddMilliseconds(ReportIntervalMs);
        }
    }

    public void Dispose()
    {
        dtls.Dispose();
        receiver?.Dispose();
        sender?.Dispose();
    }

    private void HandleStun(Instant now, in StunMessage message, SendBatch output)
    {
        if (message.Class == StunClass.Request)
            IceResponse.SendSuccess(offer.Address, message, local, output);
        if (message.Class != StunClass.SuccessResponse || isIceConnected)
            return;
        isIceConnected = true;
        dtls.Start(now, offer.Address, output);
    }

    private void HandleDtls(Instant now, ReadOnlySpan<byte> datagram, SendBatch output)
    {
        dtls.Handle(now, datagram, offer.Address, output, out _);
        if (dtls.TakeSrtpKeys() is not { } keys)
            return;
        receiver = new SrtpReceiver(keys.Remote);
        sender = new SrtpSender(keys.Local);
        keys.Dispose();
        ConnectedAt = now;
        nextReport = now;
    }

    private void HandleMedia(Instant now, Span<byte> datagram)
    {
        if (receiver is null || datagram.Length < RtpHeader.Length || (datagram[1] & 0x7F) is >= 64 and < 96)
            return;
        if (PacketsReceived == 0)
            FirstPacketAt = Instant.Min(FirstPacketAt, now);
        PacketsReceived++;
        StreamOf(BinaryPrimitives.ReadUInt32BigEndian(datagram[8..])).Track(BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
        if (FirstKeyFrameAt == Instant.Never || Arrived is not null || PacketsReceived % SampleEvery == 0)
            Sample(now, datagram);
    }

    private ReceivedStream StreamOf(uint ssrc)
    {
        foreach (var known in streams)
            if (known.Ssrc == ssrc)
                return known;
        var stream = new ReceivedStream(ssrc);
        streams.Add(stream);
        return stream;
    }

    private void Sample(Instant now, Span<byte> datagram)
    {
        Sampled++;
        if (!receiver!.TryUnprotect(datagram, out var length, out _) || !RtpPacket.TryParse(datagram[..length], out var packet) || !TestPayload.IsIntact(packet.Payload))
        {
            SamplesDamaged++;
            return;
        }
        Arrived?.Invoke(now, TestPayload.SequenceNumberOf(packet.Payload));
        inKeyFrame |= TestPayload.BeginsKeyFrame(packet.Payload);
        if (inKeyFrame && packet.Marker)
            FirstKeyFrameAt = Instant.Min(FirstKeyFrameAt, now);
    }

    private void SendCheck(SendBatch output)
    {
        BinaryPrimitives.WriteInt32BigEndian(transactionId, BinaryPrimitives.ReadInt32BigEndian(transactionId) + 1);
        var check = new StunWriter(output.Reserve(StunMessage.MaxLength), StunClass.Request, StunMethod.Binding, transactionId);
        check.Add(StunAttributeType.Username, username);
        check.AddUInt32(StunAttributeType.Priority, ControllingPriority);
        check.AddUInt64(StunAttributeType.IceControlling, 1);
        check.Add(StunAttributeType.UseCandidate, []);
        check.AddIntegrity(password);
        check.AddFingerprint();
        output.Commit(offer.Address, check.Length);
    }

    /// <summary>A receiver report without loss, as a browser sends about once a second, media or not.</summary>
    private void SendReport(SendBatch output)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[streams.Count];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = new ReportBlock { Ssrc = streams[i].Ssrc, HighestSequenceNumber = (uint)streams[i].HighestSequence };
        var buffer = output.Reserve(128);
        var length = ReceiverReport.Write(buffer, reportSsrc, blocks);
        length = sender!.ProtectRtcp(buffer, length);
        if (oldReport.Length == 0)
            oldReport = buffer[..length].ToArray();
        output.Commit(offer.Address, length);
    }

    private void Misbehave(Hostility hostility, SendBatch output)
    {
        switch (hostility)
        {
            case Swarm.Hostility.SendsGarbage:
                output.Add(offer.Address, Garbage);
                break;
            case Swarm.Hostility.ReplaysOldPackets:
                output.Add(offer.Address, oldReport);
                break;
            case Swarm.Hostility.FloodsChecks:
                SendCheck(output);
                break;
        }
    }
}
