using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Routing;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Fuzz;

/// <summary>The whole worker as a state machine: requests, packets and the passing of time in any order, over so few ids that they meet.</summary>
internal static class WorkerMachine
{
    private const int Ids = 4;

    public static RtpCapabilities RouterCapabilities { get; } =
        RouterRtpCapabilities.TryCreate(null, out var capabilities, out _) ? capabilities : throw new InvalidOperationException("No codecs.");

    public static IEnumerable<WorkerRequest> SampleRequests => Enumerable.Range(0, 200).Select(seed => Request(new Random(seed)));

    /// <summary>At the end the router is closed, and nothing may be left of it.</summary>
    public static void Run(Random random, int steps)
    {
        using var world = new World(random.Next());
        world.Sinks.Add("sink", new RecordingSink());
        for (var step = 0; step < steps; step++)
            Step(world, random);
        world.Request<Accepted>(new CloseRouter(World.Router));
        world.RunFor(100);

        Assert.Equal(Instant.Never, world.Worker.NextTimeout);
        Assert.Empty(world.OpenSockets);
        Assert.Empty(world.Worker.Routers);
        Assert.False(world.Worker.HandlePipes(world.Now, world.Output));
    }

    private static void Step(World world, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                world.Request(Request(random));
                break;
            case 1 when world.OpenSockets.Count > 0:
                SendBurst(world, random);
                break;
            default:
                world.RunFor(random.Next(1, 60));
                world.Worker.HandlePipes(world.Now, world.Output);
                world.Output.Flush();
                break;
        }
    }

    private static void SendBurst(World world, Random random)
    {
        var from = TransportTuple.FromIPv4(0x7F00_0001, (ushort)(6_000 + random.Next(2)), world.OpenSockets.ElementAt(random.Next(world.OpenSockets.Count)));
        var first = random.Next(20) == 0 ? random.Next(65_536) : (int)(world.Now.Microseconds / 10_000 * 5 % 65_536);
        var rtcp = PlainPackets.Rtcp().ToList();
        for (var i = 0; i < 5; i++)
        {
            var datagram = random.Next(6) == 0
                ? rtcp[random.Next(rtcp.Count)]
                : PlainPackets.Vp8((ushort)(first + i), (uint)first * 600, isLast: i == 4, isKeyFrame: random.Next(10) == 0);
            world.Worker.HandleDatagram(world.Now, world.Now, from, random.Next(8) == 0 ? Hostile.Mutate(datagram, random) : datagram.ToArray(), world.Output);
        }
        world.Output.Flush();
    }

    private static WorkerRequest Request(Random random)
    {
        var transport = new TransportId($"t{random.Next(Ids)}");
        var producer = new ProducerId($"p{random.Next(Ids)}");
        var consumer = new ConsumerId($"c{random.Next(Ids)}");
        var isPaused = random.Next(4) == 0;
        return random.Next(23) switch
        {
            0 => new CreateWebRtcTransport(World.Router, transport, isPaused),
            1 or 2 => new CreatePlainTransport(World.Router, transport, RtcpMux: isPaused, Comedia: true),
            3 => new CreatePlainTransport(World.Router, transport),
            4 => new ConnectPlainTransport(transport, "127.0.0.1", 7_000),
            5 => new CreateDirectTransport(World.Router, transport, "sink"),
            6 => new CreatePipeTransport(World.Router, transport, Network: random.Next(2) == 0),
            7 => new ConnectPipeTransport(transport, new TransportId($"t{random.Next(Ids)}"), random.Next(2) == 0 ? null : ContractSamples.Pipe),
            8 => new CloseTransport(transport),
            9 or 10 => new Produce(transport, producer, MediaKind.Video, random.Next(3) == 0 ? ChromiumSamples.Vp8Simulcast : ChromiumSamples.Vp8, isPaused),
            11 => new Produce(transport, producer, MediaKind.Audio, ChromiumSamples.Opus),
            12 or 13 => new Consume(transport, consumer, producer, random.Next(2) == 0 ? ChromiumSamples.Receive : null, isPaused),
            14 => isPaused ? new PauseProducer(producer) : new ResumeProducer(producer),
            15 => isPaused ? new PauseConsumer(consumer) : new ResumeConsumer(consumer),
            16 => new CloseProducer(producer),
            17 => new CloseConsumer(consumer),
            18 => new RequestKeyFrame(consumer),
            19 => new RestartIce(transport),
            20 => new ConnectWebRtcTransport(transport, new DtlsParameters { Role = DtlsRole.Auto, Fingerprints = [new DtlsFingerprint("sha-256", string.Join(':', Enumerable.Repeat("AA", 32)))] }),
            21 => new MoveProducer(transport, producer, random.Next(2) == 0 ? ChromiumSamples.Vp8Simulcast : ChromiumSamples.Vp8),
            _ => isPaused ? new RenewPipeKey(transport) : new GetTransportStats(transport),
        };
    }
}
