using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing.Consumers;

/// <summary>A consumer of a camera in three sizes with nothing around it, for what only its transport asks of it.</summary>
internal sealed class LoneConsumer : IReceiver, IPublisher, IDatagramSink
{
    private readonly WorkerContext context;
    private readonly SendBatch output;
    private readonly byte[] datagram = new byte[RtpTemplate.MaxLength];
    private readonly ushort[] sequences = new ushort[SimulatedCamera.Layers];
    private ushort transportSequence;
    private int frame;

    public LoneConsumer(BandwidthFeedback feedback = BandwidthFeedback.None)
    {
        output = new SendBatch(this);
        context = new WorkerContext(new WorkerOptions { UdpPort = 1 }, new Random(1), Notifications.Add);
        RouterRtpCapabilities.TryCreate(null, out var router, out _);
        ProducerRtp.TryCreate(MediaKind.Video, SimulatedCamera.Parameters, router!, out var rtp, out _);
        var place = new ProducerPlace(context, World.Router, new("encoder"), new("camera"), default, (_, _, _, _) => { });
        Producer = new Producer(place, this, rtp!, isPaused: false, audioLevels: null);
        var audience = new Audience(context, Producer);
        ConsumerRtp.TryCreate(rtp!.Consumable, ChromiumSamples.Receive, new ConsumerStream("0", 1, 2, "cname", feedback), out var parameters, out _);
        var created = new ConsumerCreated(new("viewer"), Producer.Id, MediaKind.Video, StreamType.Simulcast, parameters!, ProducerPaused: false);
        Consumer = new RtpConsumer(new ConsumerPlace(context, World.Router, new("viewer"), audience, default, created, TellsLayers: true, (_, _, _, _) => { }), isPaused: false, this);
        audience.Consumers.Add(Consumer);
        Consumer.Begin(Clock.Now, output);
    }

    public VirtualClock Clock { get; } = new();
    public Producer Producer { get; }
    public RtpConsumer Consumer { get; }
    public List<WorkerNotification> Notifications { get; } = [];
    public List<CameraPacket> Seen { get; } = [];

    /// <summary>Packets of the stream of retransmissions: whether they carry anything.</summary>
    public List<bool> Probes { get; } = [];

    public List<int> KeyFramesWanted { get; } = [];
    public bool CanSend => true;
    public long? EstimateBps { get; set; }

    /// <summary>When each of <see cref="Seen"/> was sent.</summary>
    public List<Instant> SentAt { get; } = [];

    public List<ushort> Numbers { get; } = [];
    public List<ushort?> TransportSequences { get; } = [];

    /// <summary>A frame of each layer, of one packet, T0 T2 T1 T2.</summary>
    public void SendFrames(int count = 1, int keyFrameOf = -1)
    {
        for (; count > 0; count--, frame++, Clock.AdvanceMilliseconds(33))
            for (var layer = 0; layer < SimulatedCamera.Layers; layer++)
                SendFrame(layer, frame == 0 || layer == keyFrameOf);
    }

    /// <summary>A frame of the largest layer alone.</summary>
    public void SendLongFrame(int packets, bool isKeyFrame = true)
    {
        frame++;
        for (var index = 0; index < packets; index++)
            SendPacket(SimulatedCamera.Layers - 1, isKeyFrame, index, isLast: index == packets - 1, length: 1_000);
    }

    /// <summary>Packets of nothing but padding after the newest frame of a layer.</summary>
    public void SendPadding(int layer, int packets)
    {
        for (; packets > 0; packets--)
        {
            var bytes = PlainPackets.Rtp(96, 1_000u + (uint)layer, ++sequences[layer], (uint)(frame - 1) * 3_000, isLast: false, new byte[255]);
            (bytes[0], bytes[^1]) = (0xA0, 255);
            RtpPacket.TryParse(bytes, out var packet);
            Producer.Streams[layer].HandlePacket(Clock.Now, packet, isRetransmission: false, output);
        }
    }

    /// <summary>Lets time pass, and what is due be done.</summary>
    public void RunFor(long milliseconds)
    {
        var end = Clock.Now.AddMilliseconds(milliseconds);
        while (Clock.AdvanceToNext(end, context.Timers.NextDue))
            while (context.Timers.TakeDue(Clock.Now) is { } timer)
                timer.OnTimeout(Clock.Now, output);
    }

    public void SetTarget(int spatial, int temporal) => Consumer.SetTarget(Clock.Now, new LayerLimit(spatial, temporal), output);

    public void Starve() => Consumer.Starve(Clock.Now, output);

    public int SendProbe(int bytes) => Consumer.SendProbe(Clock.Now, bytes, output);

    public ushort NextTransportSequence() => transportSequence++;

    public void Send(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output)
    {
        RtpPacket.TryParse(datagram.AsSpan(0, template.Write(datagram, stamp)), out var packet);
        Seen.Add(CameraPacket.Read(packet.Payload));
        SentAt.Add(now);
        Numbers.Add(packet.SequenceNumber);
        TransportSequences.Add(stamp.TransportSequence);
    }

    public void SendAgain(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output) => Assert.Fail("Nothing was lost.");

    public void SendProbe(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output)
    {
        Assert.True(RtpPacket.TryParse(datagram.AsSpan(0, template.Write(datagram, stamp)), out var packet));
        Assert.Equal((2u, 102), (packet.Ssrc, packet.PayloadType));
        Probes.Add(!packet.Payload.IsEmpty);
    }

    public bool TryRepeat(Instant now, int bytes) => true;

    public bool TryShowPast(Instant now, ProducerId producer, int bytes) => true;

    public Instant WishKeyFrame(Instant now) => now;

    public void OnRoundTrip(long us)
    {
    }

    public NackOptions Nacks => NackOptions.OfPublisher;

    public long KeyFrameIntervalUs => KeyFrameRequester.PublisherIntervalUs;

    public void SendNack(uint ssrc, ReadOnlySpan<ushort> lost, SendBatch output)
    {
    }

    public void SendKeyFrameRequest(ProducerStream stream, uint ssrc, SendBatch output) => KeyFramesWanted.Add(stream.Index);

    public void WantLayers(Instant now, Producer producer) =>
        Notifications.Add(new ProducerWantedLayers(producer.Router, producer.Id, producer.Wanted.Told == WantedLayers.Nothing ? null : producer.Wanted.Told));

    public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
    }

    private void SendFrame(int layer, bool isKeyFrame) => SendPacket(layer, isKeyFrame, index: 0, isLast: true, length: 400);

    private void SendPacket(int layer, bool isKeyFrame, int index, bool isLast, int length)
    {
        var temporal = (frame % 4) switch { 0 => 0, 2 => 1, _ => 2 };
        var payload = new byte[length];
        new CameraPacket(layer, frame, index, isKeyFrame, frame, (byte)(frame / 4), isKeyFrame ? 0 : temporal).Write(payload);
        var bytes = PlainPackets.Rtp(96, 1_000u + (uint)layer, ++sequences[layer], (uint)frame * 3_000, isLast, payload);
        RtpPacket.TryParse(bytes, out var packet);
        Producer.Streams[layer].HandlePacket(Clock.Now, packet, isRetransmission: false, output);
    }
}
