using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Real STUN, DTLS, SRTP, RTP and RTCP, mutated, against a whole worker that carries a webinar.</summary>
public sealed class WorkerFuzzTests
{
    private const long AllocationBound = 1 << 20;

    [Fact]
    public void A_hundred_thousand_mutated_datagrams_do_no_harm() => Feed(seed: 1, datagrams: 100_000);

    [Fact]
    [Trait("Category", "Fuzz")]
    public void Two_million_mutated_datagrams_do_no_harm() => Feed(seed: 2, datagrams: 2_000_000);

    [Theory]
    [InlineData(1, 300)]
    public void A_mutated_handshake_ends_in_keys_or_in_the_end_of_the_transport(int seed, int handshakes)
    {
        using var world = new World(seed);
        var random = new Random(seed);
        for (var i = 0; i < handshakes; i++)
        {
            var browser = new SimulatedPublisher(world, 1 + i) { Mutation = random };
            world.RunFor(200);
            world.Request<Accepted>(new CloseTransport(browser.Transport));
            browser.IsSilent = true;
        }
        Assert.True(world.Worker.Drops.Snapshot().Count > 0);
    }

    private static void Feed(int seed, int datagrams)
    {
        using var world = new World(seed, new WorkerOptions { UdpPort = 40_000, VideoRate = new Rate(long.MaxValue, int.MaxValue) });
        var samples = Collect(world, seed);
        var sink = new FuzzSink();
        var output = new SendBatch(sink);
        var random = new Random(seed);
        var scratch = new byte[2_048];
        var now = world.Now;
        Run(datagrams / 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var residentBefore = Environment.WorkingSet;
        Run(datagrams);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationBound);
        Assert.InRange(Environment.WorkingSet - residentBefore, long.MinValue, 64 << 20);
        Assert.True(sink.Datagrams > 0);

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var (from, datagram) = samples[random.Next(samples.Count)];
                var length = Mutate(random, datagram, scratch);
                now = now.AddMicroseconds(2);
                world.Worker.HandleDatagram(now, now, from, scratch.AsSpan(0, length), output);
                if (world.Worker.NextTimeout <= now)
                    world.Worker.HandleTimeout(now, output);
                if (i % 64 == 0)
                    output.Flush();
            }
            output.Flush();
        }
    }

    /// <summary>One in eight stays as it was: a replay.</summary>
    private static int Mutate(Random random, byte[] datagram, byte[] scratch)
    {
        datagram.CopyTo(scratch.AsSpan());
        if (random.Next(8) == 0)
            return datagram.Length;
        for (var flips = random.Next(1, 6); flips > 0; flips--)
            scratch[random.Next(Math.Min(datagram.Length, 64))] = (byte)random.Next(256);
        return random.Next(4) == 0 ? random.Next(datagram.Length + 1) : datagram.Length;
    }

    private static List<(TransportTuple From, byte[] Datagram)> Collect(World world, int seed)
    {
        var samples = new List<(TransportTuple, byte[])>();
        world.Tap = (from, datagram) => samples.Add((from, datagram));
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer);
        var encoder = AddEncoder(world);
        world.Request<ConsumerCreated>(new Consume(viewer.Transport, new ConsumerId("encoded"), new ProducerId("encoded"), ChromiumSamples.Receive));
        viewer.Downlink.Conditions = new LinkConditions { Loss = 0.1 };
        world.RunFor(6_000);
        for (var i = 0; i < 200; i++)
            samples.Add((encoder, PlainPackets.Vp8((ushort)i, (uint)(i / 5 * 3_000), isLast: i % 5 == 4, isKeyFrame: i % 50 < 5)));
        samples.AddRange(PlainPackets.Rtcp().Select(compound => (encoder, compound)));
        Shuffle(samples, seed);
        return samples;
    }

    private static TransportTuple AddEncoder(World world)
    {
        var transport = new TransportId("encoder");
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, transport, Comedia: true));
        world.Request<ProducerCreated>(new Produce(transport, new ProducerId("encoded"), MediaKind.Video, PlainPackets.Parameters));
        return TransportTuple.FromIPv4(0x7F00_0001, 6_000, world.OpenSockets.Max());
    }

    private static void Shuffle(List<(TransportTuple, byte[])> samples, int seed)
    {
        var array = samples.ToArray();
        new Random(seed).Shuffle(array);
        samples.Clear();
        samples.AddRange(array);
    }
}
