using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Control;
using Broadcast.Sfu.Tests.Routing;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Costs;

/// <summary>What the whole worker does for one viewer, with a publisher whose frames are one packet each.</summary>
internal sealed class RoutingOperations : IDisposable
{
    private const int Viewers = 50;
    private const int PacketIntervalUs = 2_000;

    private readonly World world = new(1);
    private readonly PlainEncoder encoder;
    private readonly ProducerId camera;
    private readonly Discard sent = new();
    private readonly SendBatch output;
    private readonly byte[] packet = PlainPackets.Vp8(1, 3_000, isLast: true, isKeyFrame: false, Floors.PacketLength - 12);
    private Instant now;
    /// <summary>A multiple of five begins a frame.</summary>
    private ushort sequence = 5;

    public RoutingOperations()
    {
        encoder = new PlainEncoder(world);
        camera = encoder.Produce(MediaKind.Video, PlainPackets.Parameters);
        output = new SendBatch(sent);
        now = world.Now;
    }

    public void Dispose() => world.Dispose();

    /// <summary>A packet comes in and leaves for each of many viewers: decided, written, encrypted.</summary>
    public Operation FanOut()
    {
        for (var number = 0; number < Viewers; number++)
            _ = new SimulatedViewer(world, number, camera);
        world.RunFor(1_000);
        now = world.Now;
        Begin();
        return new Operation(Viewers, () =>
        {
            var before = sent.Datagrams;
            Publish();
            if (sent.Datagrams - before != Viewers)
                throw new InvalidOperationException("A viewer got nothing.");
        });
    }

    /// <summary>A packet comes in and leaves for each of many other nodes: numbered and encrypted.</summary>
    public Operation FanOutToNodes()
    {
        for (var number = 0; number < Viewers; number++)
        {
            var pipe = new TransportId($"pipe{number}");
            world.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, pipe, Network: true));
            world.Request<Accepted>(new ConnectPipeTransport(pipe, new TransportId("edge"), ContractSamples.Pipe));
            world.Request<ConsumerCreated>(new Consume(pipe, new ConsumerId($"piped{number}"), camera));
        }
        Begin();
        return new Operation(Viewers, () =>
        {
            var before = sent.Datagrams;
            Publish();
            if (sent.Datagrams - before != Viewers)
                throw new InvalidOperationException("A node got nothing.");
        });
    }

    /// <summary>A viewer without encryption misses a packet of a moment ago, and gets it.</summary>
    public Operation AnswerNack()
    {
        const int Lost = 50;
        var viewer = PlainReceiver.Open(world, "viewer", 7_000);
        var ssrc = viewer.Consume(camera);
        Begin();
        var nack = new byte[64];
        return new Operation(Lost, Run, Prepare);

        // What may be sent again is a share of what was sent.
        void Prepare()
        {
            for (var i = 0; i < 8 * Lost; i++)
                Publish();
        }

        void Run()
        {
            var (newest, before) = (sent.LastSequence, sent.Datagrams);
            for (var i = 0; i < Lost; i++)
            {
                var length = Nack.Write(nack, 1, ssrc, [(ushort)(newest - i)]);
                world.Worker.HandleDatagram(now, now, viewer.Tuple, nack.AsSpan(0, length), output);
            }
            output.Flush();
            if (sent.Datagrams - before != Lost)
                throw new InvalidOperationException("A packet was not sent again.");
        }
    }

    private void Begin()
    {
        var keyFrame = PlainPackets.Vp8(sequence, sequence * 3_000u, isLast: true, isKeyFrame: true);
        world.Worker.HandleDatagram(now, now, encoder.Tuple, keyFrame, output);
        output.Flush();
    }

    private void Publish()
    {
        now = now.AddMicroseconds(PacketIntervalUs);
        sequence++;
        PlainPackets.Renumber(packet, sequence, sequence * 3_000u);
        world.Worker.HandleDatagram(now, now, encoder.Tuple, packet, output);
        output.Flush();
    }
}
