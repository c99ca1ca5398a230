using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What joiners get, and what they cost.</summary>
public sealed class JoinTests
{
    private const int ClockRate = 90_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_joiner_begins_at_the_last_key_frame_and_costs_the_publisher_none(int seed)
    {
        using var world = new World(seed);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(800);
        var joiner = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(2_000);

        Assert.Equal((0, 1), (publisher.KeyFrameRequests, publisher.KeyFrames));
        Assert.True(joiner.FirstWasKeyFrame);
        Assert.Equal(0, joiner.Numbers[0]);
        Assert.True(joiner.IsContinuous);
        Assert.Equal(Enumerable.Range(0, joiner.Numbers.Count), joiner.Numbers);
    }

    [Fact]
    public void The_past_is_shown_fast_and_evenly_until_it_meets_the_present()
    {
        using var world = new World(1);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(900);
        var joiner = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(2_000);

        // Timestamps against arrival: what a receiver's jitter buffer looks at.
        var transits = joiner.Arrivals.Zip(joiner.Timestamps, (at, timestamp) => at.Milliseconds - timestamp * 1_000.0 / ClockRate).ToList();
        Assert.InRange(transits.Max() - transits.Min(), 0, 8);
        var caughtUp = joiner.Numbers.Zip(joiner.Arrivals).First(pair => pair.Second.Since(publisher.MadeAt[pair.First]) < 60_000);
        Assert.InRange(caughtUp.Second.Since(joiner.Arrivals[0]), 50_000, 200_000);
    }

    [Fact]
    public void What_is_lost_of_the_replay_is_sent_again_with_the_same_timestamps()
    {
        using var world = new World(2);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(900);
        var joiner = new SimulatedViewer(world, 2, publisher.Producer);
        while (joiner.Numbers.Count == 0)
            world.RunFor(5);
        joiner.Downlink.Conditions = new LinkConditions { Loss = 0.1 };
        world.RunFor(2_000);
        joiner.Downlink.Conditions = LinkConditions.Perfect;
        world.RunFor(500);

        Assert.True(joiner.Retransmitted > 5);
        Assert.Equal(joiner.Numbers.Max() + 1, joiner.Numbers.Count + joiner.Lost);
        var frames = joiner.Numbers.Zip(joiner.Timestamps).GroupBy(pair => pair.First / SimulatedPublisher.PacketsPerFrame, pair => pair.Second);
        Assert.All(frames, timestamps => Assert.Single(timestamps.Distinct()));
    }

    [Theory]
    [InlineData(1_000, 10_000)]
    [InlineData(0, 400_000)]
    public void A_key_frame_is_asked_for_where_the_replay_would_be_long(int maxAgeMs, int maxBytes)
    {
        using var world = new World(3, new WorkerOptions { UdpPort = 40_000, ReplayMaxAgeMs = maxAgeMs, ReplayMaxBytes = maxBytes });
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(1_000);
        var joiner = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(1_000);

        Assert.Equal(1, publisher.KeyFrameRequests);
        Assert.True(joiner.FirstWasKeyFrame);
        Assert.True(joiner.IsContinuous);
    }

    [Fact]
    public void A_crowd_that_comes_in_over_more_than_two_seconds_costs_the_publisher_two_key_frames()
    {
        using var world = new World(6);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(5_000);
        var joiners = new List<SimulatedViewer>();
        for (var number = 10; number < 33; number++)
        {
            joiners.Add(new SimulatedViewer(world, number, publisher.Producer));
            world.RunFor(100);
        }
        world.RunFor(1_000);

        Assert.InRange(publisher.KeyFrameRequests, 1, 2);
        Assert.All(joiners, joiner => Assert.True(joiner is { FirstWasKeyFrame: true, IsContinuous: true }));
    }

    [Fact]
    public void A_joiner_who_leaves_or_pauses_in_the_middle_of_the_replay_leaves_nothing_behind()
    {
        using var world = new World(4);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(900);
        var pauses = new SimulatedViewer(world, 2, publisher.Producer);
        var leaves = new SimulatedViewer(world, 3, publisher.Producer);
        while (leaves.Numbers.Count == 0 || pauses.Numbers.Count == 0)
            world.RunFor(5);
        world.Request<Accepted>(new PauseConsumer(pauses.Consumer));
        world.Request<Accepted>(new CloseConsumer(leaves.Consumer));
        world.RunFor(500);
        var seen = (pauses.Numbers.Count, leaves.Numbers.Count);
        world.RunFor(500);
        Assert.Equal(seen, (pauses.Numbers.Count, leaves.Numbers.Count));

        world.Request<Accepted>(new ResumeConsumer(pauses.Consumer));
        world.RunFor(1_000);
        Assert.True(pauses.Numbers.Count > seen.Item1 + 100);
        Assert.True(pauses.IsContinuous);
    }

    [Fact]
    public void A_storm_of_handshakes_leaves_the_media_of_those_who_watch_alone()
    {
        using var world = new World(5, new WorkerOptions { UdpPort = 40_000, HandshakeStepsPerTurn = 1 });
        var publisher = new SimulatedPublisher(world, 1);
        var watcher = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(1_000);
        var joiners = Enumerable.Range(10, 100).Select(number => new SimulatedViewer(world, number, publisher.Producer)).ToList();
        world.RunFor(3_000);

        Assert.All(joiners, joiner => Assert.True(joiner is { IsConnected: true, FirstWasKeyFrame: true, IsContinuous: true }));
        Assert.True(watcher.IsContinuous);
        Assert.InRange(publisher.KeyFrameRequests, 0, 2);
    }
}
