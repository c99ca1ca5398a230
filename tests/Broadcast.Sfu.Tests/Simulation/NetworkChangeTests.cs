using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Where a viewer's stream goes: with the viewer wherever it goes, and nowhere else (decision 11).</summary>
public sealed class NetworkChangeTests
{
    private const long RoundTripUs = 40_000;
    private const long FrameUs = 33_334;

    private static readonly TransportTuple Mobile = TransportTuple.FromIPv4(0xC633_6401, 6_000);
    private static readonly TransportTuple Silent = TransportTuple.FromIPv4(0xCB00_7101, 7_000);

    [Fact]
    public void A_silent_address_that_a_viewer_nominates_for_a_minute_draws_next_to_nothing()
    {
        using var world = Watch(out var viewer, out _);
        for (var spoofed = 0; spoofed < 240; spoofed++)
        {
            world.Spoof(Silent, viewer.NextCheck());
            world.RunFor(250);
        }

        Assert.InRange(world.BytesTo[Silent], 1, AddressProof.AllowanceBytes);
        Assert.True(viewer.IsContinuous);
        Assert.InRange(world.Now.Since(viewer.Arrivals[^1]), 0, 2 * FrameUs);
    }

    [Fact]
    public void A_handshake_that_a_silent_address_never_hears_draws_next_to_nothing()
    {
        using var world = new World(72);
        var publisher = new SimulatedPublisher(world, 1);
        var viewer = new SimulatedViewer(world, 2, publisher.Producer) { AnswersChallenges = false };
        viewer.Downlink.Conditions = new LinkConditions { Loss = 1 };
        world.RunFor(50);
        viewer.BeginBlindly();
        world.RunFor(60_000);

        Assert.InRange(world.BytesTo[viewer.Tuple], 500, AddressProof.AllowanceBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_changes_networks_waits_for_a_check_and_one_round_trip(int seed)
    {
        using var world = Watch(out var viewer, out var publisher, seed);
        var moved = world.Now;
        viewer.MoveTo(Mobile);
        world.RunFor(2_000);
        publisher.Stop();
        world.RunFor(500);

        var first = viewer.Arrivals.First(arrival => arrival > moved);
        // The check's own way and the media's are the other round trip.
        Assert.InRange(first.Since(moved), 0, 2 * RoundTripUs + FrameUs);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(publisher.Packets - 1, viewer.Numbers.Max());
    }

    [Fact]
    public void A_publisher_that_changes_networks_is_seen_all_the_time()
    {
        using var world = Watch(out var viewer, out var publisher);
        publisher.MoveTo(Mobile);
        world.RunFor(3_000);
        var reports = publisher.TransportCcMessages;
        world.RunFor(1_000);

        Assert.True(viewer.IsContinuous);
        Assert.True(publisher.TransportCcMessages > reports);
    }

    [Fact]
    public void The_old_address_is_served_until_the_new_one_has_answered_and_not_after()
    {
        using var world = Watch(out var viewer, out _);
        var old = viewer.Tuple;
        world.Spoof(Mobile, viewer.NextCheck());
        world.RunFor(500);
        var before = world.BytesTo[old];
        world.RunFor(500);
        Assert.True(world.BytesTo[old] > before + 50_000);

        viewer.MoveTo(Mobile);
        world.RunFor(200);
        before = world.BytesTo[old];
        world.RunFor(1_000);
        Assert.Equal(before, world.BytesTo[old]);
    }

    [Fact]
    public void A_recorded_check_that_comes_from_elsewhere_is_not_answered()
    {
        using var world = Watch(out var viewer, out _);
        byte[] recorded = [];
        world.Tap = (_, datagram) => recorded = datagram[0] < 4 && datagram.Length > 100 ? datagram : recorded;
        world.RunFor(6_000);
        world.Spoof(Silent, recorded);

        Assert.False(world.BytesTo.ContainsKey(Silent));
        Assert.Equal(1, world.Worker.Drops[DropReason.StunRepeated]);
        Assert.True(viewer.IsContinuous);
    }

    [Fact]
    public void A_flood_of_addresses_draws_no_more_than_it_sends_and_the_viewer_watches_on()
    {
        using var world = Watch(out var viewer, out _);
        var sent = 0L;
        for (ushort port = 1; port <= 2_000; port++)
        {
            var check = viewer.NextCheck();
            sent += check.Length;
            world.Spoof(Silent with { Port = port }, check);
            world.RunFor(5);
        }

        var drawn = world.BytesTo.Where(pair => pair.Key.AddressLow == Silent.AddressLow).Select(pair => pair.Value).ToList();
        Assert.InRange(drawn.Max(), 1, AddressProof.AllowanceBytes);
        Assert.InRange(drawn.Sum(), 1, sent);
        Assert.True(viewer.IsContinuous);
        world.RunFor(11_000);
        viewer.MoveTo(Mobile);
        world.RunFor(1_000);
        Assert.InRange(world.Now.Since(viewer.Arrivals[^1]), 0, 2 * FrameUs);
    }

    [Fact]
    public void What_comes_from_an_address_stays_its_own_whoever_else_claims_to_be_there()
    {
        using var world = Watch(out var viewer, out var publisher);
        var hostile = new SimulatedViewer(world, 3, publisher.Producer);
        for (var spoofed = 0; spoofed < 100; spoofed++)
        {
            world.Spoof(publisher.Tuple, hostile.NextCheck());
            world.RunFor(50);
        }

        Assert.True(viewer.IsContinuous);
        Assert.InRange(world.Now.Since(viewer.Arrivals[^1]), 0, 2 * FrameUs);
    }

    [Fact]
    public void Who_falls_silent_is_sent_nothing_after_ten_seconds_and_everything_when_it_is_back()
    {
        using var world = Watch(out var viewer, out _);
        viewer.Uplink.Conditions = new LinkConditions { Loss = 1 };
        world.RunFor(11_000);
        var before = world.BytesTo[viewer.Tuple];
        world.RunFor(5_000);
        Assert.Equal(before, world.BytesTo[viewer.Tuple]);

        viewer.Uplink.Conditions = LinkConditions.Perfect;
        world.RunFor(7_000);
        Assert.InRange(world.Now.Since(viewer.Arrivals[^1]), 0, 2 * FrameUs);
        Assert.DoesNotContain(world.Notifications, notification => notification is TransportClosed);
    }

    [Fact]
    public void Who_answers_no_challenge_is_known_by_its_handshake()
    {
        using var world = new World(73);
        var publisher = new SimulatedPublisher(world, 1) { AnswersChallenges = false };
        var viewer = new SimulatedViewer(world, 2, publisher.Producer) { AnswersChallenges = false };
        world.RunFor(60_000);

        Assert.True(viewer.IsContinuous);
        Assert.InRange(world.Now.Since(viewer.Arrivals[^1]), 0, 2 * FrameUs);
    }

    private static World Watch(out SimulatedViewer viewer, out SimulatedPublisher publisher, int seed = 71)
    {
        var world = new World(seed);
        publisher = new SimulatedPublisher(world, 1);
        viewer = new SimulatedViewer(world, 2, publisher.Producer);
        world.RunFor(2_000);
        return world;
    }
}
