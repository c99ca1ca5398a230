using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A viewer's browser: checks every byte it gets, asks for what is missing and remembers how long that took.</summary>
public sealed class SimulatedViewer : SimulatedBrowser
{
    private readonly NackGenerator nack = new(new NackOptions());
    private readonly HashSet<long> received = [];
    private SequenceExtender sequences;

    public SimulatedViewer(World world, int number, ProducerId producer, bool paused = false, TransportProtocol protocol = TransportProtocol.Udp)
        : base(world, $"viewer{number}", number, protocol)
    {
        Consumer = new ConsumerId($"consumer{number}");
        Created = world.Request<ConsumerCreated>(new Consume(Transport, Consumer, producer, ChromiumSamples.Receive, paused));
        Ssrc = Created.RtpParameters.Encodings[0].Ssrc!.Value;
        RtxSsrc = Created.RtpParameters.Encodings[0].Rtx!.Ssrc;
    }

    public ConsumerId Consumer { get; }
    public ConsumerCreated Created { get; }
    public uint Ssrc { get; }
    public uint RtxSsrc { get; }

    /// <summary>Numbers in the payloads, in the order of arrival.</summary>
    public List<int> Numbers { get; } = [];

    /// <summary>When each of <see cref="Numbers"/> came.</summary>
    public List<Instant> Arrivals { get; } = [];

    /// <summary>The RTP timestamp of each of <see cref="Numbers"/>.</summary>
    public List<uint> Timestamps { get; } = [];

    /// <summary>What it reports of what it misses, in 1/256.</summary>
    public byte ReportedLoss { get; set; }

    public int Duplicates { get; private set; }
    public int Retransmitted { get; private set; }
    public int SenderReports { get; private set; }
    public bool FirstWasKeyFrame { get; private set; }
    public long Missing => nack.Missing;
    public long Lost => nack.Lost;
    public string? Cname { get; private set; }

    /// <summary>Whether every sequence number between the first and the highest came.</summary>
    public bool IsContinuous => received.Count > 0 && received.Max() - received.Min() + 1 == received.Count;

    protected override void OnConnected()
    {
    }

    protected override void OnRtp(Span<byte> datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        if (packet.Ssrc == RtxSsrc)
        {
            Retransmitted++;
            Assert.True(Rtx.TryUnwrap(datagram, Created.RtpParameters.Codecs[0].PayloadType, Ssrc, out var original));
            Assert.True(RtpPacket.TryParse(original, out packet));
        }
        Assert.Equal(Ssrc, packet.Ssrc);
        OnMedia(packet);
    }

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
        var packets = new RtcpCompound(compound);
        while (packets.TryRead(out var packet))
        {
            if (SenderReport.TryParse(packet, out var report))
                OnSenderReport(report);
            else if (SourceDescription.TryParse(packet, out var description))
                Cname = System.Text.Encoding.UTF8.GetString(description.Cname);
        }
    }

    protected override void OnMediaTimeout() => SendNack();

    private void OnMedia(in RtpPacket packet)
    {
        if (packet.Payload.IsEmpty)
            return;
        var sequence = sequences.Extend(packet.SequenceNumber);
        if (!received.Add(sequence))
        {
            Duplicates++;
            return;
        }
        if (Numbers.Count == 0)
            FirstWasKeyFrame = packet.Payload[0] == 0x10 && packet.Payload[1] == 0;
        Numbers.Add(MediaPayload.Check(packet.Payload));
        Arrivals.Add(World.Now);
        Timestamps.Add(packet.Timestamp);
        nack.OnPacket(World.Now, sequence, isKeyFrame: false);
        SendNack();
    }

    private void OnSenderReport(SenderReport report)
    {
        SenderReports++;
        Span<byte> answer = stackalloc byte[ReceiverReport.Length + ReportBlock.Length];
        var block = new ReportBlock(report.Ssrc, ReportedLoss, 0, 0, 0, report.NtpTime.Compact, 0);
        ReceiverReport.Write(answer, 1, new ReadOnlySpan<ReportBlock>(in block));
        SendRtcp(answer);
    }

    private void SendNack()
    {
        Span<ushort> lost = stackalloc ushort[64];
        var count = nack.Collect(World.Now, lost);
        if (count > 0)
        {
            Span<byte> message = stackalloc byte[12 + 4 * 64];
            SendRtcp(message[..Nack.Write(message, 1, Ssrc, lost[..count])]);
        }
        NextMedia = nack.NextTimeout;
    }
}
