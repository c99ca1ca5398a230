using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Hundreds of viewers, each on a network of its own.</summary>
public sealed class CrowdTests
{
    private const int Viewers = 200;

    [Fact]
    public void Everyone_gets_what_their_network_can_carry_and_nobody_suffers_for_another()
    {
        var (viewers, publisher) = Watch(seed: 7);

        foreach (var (viewer, conditions) in viewers)
        {
            var expected = viewer.Numbers.Max() - viewer.Numbers.Min() + 1;
            var missing = expected - viewer.Numbers.Count;
            if (conditions.BandwidthBps is null)
                Assert.True(missing <= expected / 50, $"{viewer.Transport} with {conditions} misses {missing} of {expected}.");
            if (conditions == LinkConditions.Perfect)
                Assert.True(viewer.IsContinuous && viewer.Retransmitted == 0);
        }
        // The presenter's own network is perfect: no viewer's losses reach it, and few key frame requests do.
        Assert.Equal(0, publisher.NackedPackets);
        Assert.InRange(publisher.KeyFrameRequests, 0, 10);
    }

    /// <summary>Without handshakes, whose timers are OpenSSL's and run in real time.</summary>
    [Fact]
    public void The_same_seed_gives_the_same_course()
    {
        var course = Play(seed: 8);
        Assert.Equal(course, Play(seed: 8));
        Assert.NotEqual(course, Play(seed: 9));
    }

    private static List<(Instant At, int Length)> Play(int seed)
    {
        using var world = new World(seed);
        var random = new Random(seed);
        var encoder = new PlainEncoder(world);
        var producer = encoder.Produce(MediaKind.Video, PlainPackets.Parameters);
        var receivers = new List<PlainReceiver>();
        for (var number = 0; number < Viewers; number++)
        {
            receivers.Add(PlainReceiver.Open(world, $"receiver{number}", (ushort)(7_000 + number)));
            receivers[number].ChangeNetwork(Draw(random), random.Next());
            receivers[number].Consume(producer);
        }
        for (var sequence = 0; sequence < 300; sequence++)
        {
            encoder.Send(PlainPackets.Vp8((ushort)sequence, (uint)(sequence / 5 * 3_000), sequence % 5 == 4, isKeyFrame: sequence < 5));
            if (sequence % 5 == 4)
                world.RunFor(33);
        }
        return [.. receivers.SelectMany(receiver => receiver.Arrivals)];
    }

    private static (List<(SimulatedViewer Viewer, LinkConditions Conditions)> Viewers, SimulatedPublisher Publisher) Watch(int seed)
    {
        using var world = new World(seed);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(500);
        var random = new Random(seed);
        var viewers = new List<(SimulatedViewer, LinkConditions)>();
        for (var number = 0; number < Viewers; number++)
            viewers.Add((new SimulatedViewer(world, 10 + number, publisher.Producer), Draw(random)));
        world.RunFor(1_000);
        foreach (var (viewer, conditions) in viewers)
            viewer.ChangeNetwork(conditions, random.Next());
        world.RunFor(2_500);
        foreach (var (viewer, _) in viewers)
            viewer.ChangeNetwork(LinkConditions.Perfect, random.Next());
        world.RunFor(500);
        return (viewers, publisher);
    }

    private static LinkConditions Draw(Random random) => random.Next(4) switch
    {
        0 => LinkConditions.Perfect,
        1 => new LinkConditions { Loss = random.NextDouble() * 0.05, DelayUs = random.Next(5_000, 80_000) },
        2 => new LinkConditions { Loss = random.NextDouble() * 0.02, DelayUs = random.Next(5_000, 80_000), JitterUs = random.Next(30_000), Reordering = 0.01 },
        _ => new LinkConditions { BandwidthBps = random.Next(400_000, 3_000_000), DelayUs = random.Next(5_000, 80_000) },
    };
}
