using System.Buffers.Binary;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Bench.Swarm;

/// <summary>
/// A viewer as cheap as it can be and still be real: ICE checks, a DTLS handshake, SRTP keys; it counts packets, checks that sequence
/// numbers have no holes and decrypts a sample. Sans-IO, driven by <see cref="ViewerSwarm"/>.
/// </summary>
internal sealed class SwarmViewer : IDisposable
{
    private const int ReportIntervalMs = 1_000;
    private const int SampleEvery = 64;
    private const int MaxArrivalsLength = 1_200;
    private const int HostileIntervalMs = 5;
    private const int HostilePackets = 5;

    private static readonly byte[] Garbage = [0x80, 96, .. Enumerable.Repeat((byte)0xA5, 200)];

    private readonly ViewerOffer offer;
    private readonly PeerSession session;
    private readonly uint reportSsrc;
    private readonly List<ReceivedStream> streams = [];
    private Instant nextReport = Instant.Never;
    private Instant nextHostility;
    private bool inKeyFrame;
    private byte[] oldReport = [];

    public SwarmViewer(int index, ViewerOffer offer, IceCredentials local, DtlsContext dtlsContext, Instant now)
    {
        this.offer = offer;
        session = new PeerSession(index, offer, local, dtlsContext, now);
        reportSsrc = 0x8000_0000 | (uint)index;
        nextHostility = now;
    }

    /// <summary>Null for a viewer that behaves.</summary>
    public Hostility? Hostility { get; set; }

    /// <summary>Answers transport-cc; null for a viewer that does not.</summary>
    public ArrivalReports? Reports { get; set; }

    public bool IsConnected => session.IsConnected;
    public string? Failure => session.Failure;
    public Instant ConnectedAt => session.ConnectedAt;
    public Instant FirstPacketAt { get; private set; } = Instant.Never;
    public Instant LastPacketAt { get; private set; } = Instant.Never;
    public Instant FirstKeyFrameAt { get; private set; } = Instant.Never;
    public long PacketsReceived { get; private set; }
    public long Sampled { get; private set; }
    public long SamplesDamaged { get; private set; }

    /// <summary>Told when each packet came, by the publisher's own sequence number; every packet is then decrypted.</summary>
    public Action<Instant, ushort>? Arrived { get; set; }

    /// <summary>The same with the time at which it reached this machine, before it waited to be read.</summary>
    public Action<Instant, ushort>? Reached { get; set; }

    /// <summary>Sequence numbers skipped and never seen, since <see cref="ResetCounters"/>.</summary>
    public long PacketsMissing => streams.Sum(stream => stream.Missing);

    public Instant NextTimeout => Hostility is not null ? nextHostility
        : Instant.Min(Instant.Min(nextReport, session.NextTimeout), Reports?.NextTimeout ?? Instant.Never);

    public void ResetCounters()
    {
        PacketsReceived = Sampled = SamplesDamaged = 0;
        streams.Clear();
    }

    /// <summary>Waits for another whole key frame: <see cref="FirstKeyFrameAt"/> is that one's.</summary>
    public void ExpectPicture() => (FirstKeyFrameAt, inKeyFrame) = (Instant.Never, false);

    /// <param name="arrivedAt">At this machine, before it waited to be read.</param>
    public void HandleDatagram(Instant now, Instant arrivedAt, Span<byte> datagram, SendBatch output)
    {
        if (datagram.Length < 2)
            return;
        if (PeerSession.IsMedia(datagram))
            HandleMedia(now, arrivedAt, datagram);
        else if (session.Handle(now, datagram, output))
            nextReport = now;
    }

    public void HandleTimeout(Instant now, SendBatch output)
    {
        if (Hostility is { } hostility)
        {
            nextHostility = now.AddMilliseconds(HostileIntervalMs);
            for (var i = 0; i < HostilePackets; i++)
                Misbehave(hostility, output);
            return;
        }
        session.HandleTimeout(now, output);
        if (now >= nextReport)
        {
            SendReport(output);
            nextReport = now.AddMilliseconds(ReportIntervalMs);
        }
        if (Reports is not null)
            SendArrivals(now, Reports, output);
    }

    public void Dispose() => session.Dispose();

    private void HandleMedia(Instant now, Instant arrivedAt, Span<byte> datagram)
    {
        if (!session.IsConnected || datagram.Length < RtpHeader.Length || (datagram[1] & 0x7F) is >= 64 and < 96)
            return;
        if (PacketsReceived == 0)
            FirstPacketAt = Instant.Min(FirstPacketAt, now);
        PacketsReceived++;
        LastPacketAt = now;
        Reports?.OnPacket(now, datagram);
        StreamOf(BinaryPrimitives.ReadUInt32BigEndian(datagram[8..])).Track(BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
        if (FirstKeyFrameAt == Instant.Never || Arrived is not null || Reached is not null || PacketsReceived % SampleEvery == 0)
            Sample(now, arrivedAt, datagram);
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

    private void Sample(Instant now, Instant arrivedAt, Span<byte> datagram)
    {
        Sampled++;
        if (!session.Receiver!.TryUnprotect(datagram, out var length, out _) || !RtpPacket.TryParse(datagram[..length], out var packet) || !TestPayload.IsIntact(packet.Payload))
        {
            SamplesDamaged++;
            return;
        }
        Arrived?.Invoke(now, TestPayload.SequenceNumberOf(packet.Payload));
        Reached?.Invoke(arrivedAt, TestPayload.SequenceNumberOf(packet.Payload));
        inKeyFrame |= TestPayload.BeginsKeyFrame(packet.Payload);
        if (inKeyFrame && packet.Marker)
            FirstKeyFrameAt = Instant.Min(FirstKeyFrameAt, now);
    }

    /// <summary>A receiver report without loss, as a browser sends about once a second, media or not.</summary>
    private void SendReport(SendBatch output)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[streams.Count];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = new ReportBlock { Ssrc = streams[i].Ssrc, HighestSequenceNumber = (uint)streams[i].HighestSequence };
        var buffer = output.Reserve(128);
        var length = ReceiverReport.Write(buffer, reportSsrc, blocks);
        length = session.Sender!.ProtectRtcp(buffer, length);
        if (oldReport.Length == 0)
            oldReport = buffer[..length].ToArray();
        output.Commit(offer.Address, length);
    }

    private void SendArrivals(Instant now, ArrivalReports reports, SendBatch output)
    {
        while (now >= reports.NextTimeout)
        {
            var buffer = output.Reserve(MaxArrivalsLength + SrtpProfileExtensions.MaxOverhead);
            var length = reports.Write(now, reportSsrc, streams.Count > 0 ? streams[0].Ssrc : 0, buffer[..MaxArrivalsLength]);
            if (length == 0)
                return;
            output.Commit(offer.Address, session.Sender!.ProtectRtcp(buffer, length));
        }
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
                session.SendCheck(output);
                break;
        }
    }
}
