using Broadcast.Sfu.Bwe;

namespace Broadcast.Sfu.Tests.Bwe;

/// <summary>What single measurements are made of: delays, the spread of trains, loss.</summary>
public sealed class PathStateTests
{
    [Fact]
    public void The_queue_is_what_is_waited_beyond_the_least_delay_whatever_the_clocks_show()
    {
        var delay = new DelayTrend();
        for (var i = 0; i < 100; i++)
            delay.OnDelay(i * 20_000, -7_000_000_000 + 30_000);
        Assert.Equal(0, delay.QueueUs);
        for (var i = 100; i < 150; i++)
            delay.OnDelay(i * 20_000, -7_000_000_000 + 30_000 + (i - 100) * 2_000);
        Assert.True(delay.IsRising);
        Assert.InRange(delay.QueueUs, 85_000, 98_000);
        for (var i = 150; i < 165; i++)
            delay.OnDelay(i * 20_000, -7_000_000_000 + 30_000);
        Assert.True(delay.IsFalling);
        Assert.InRange(delay.QueueUs, 0, 10_000);
    }

    [Fact]
    public void A_queue_stands_if_none_of_the_last_packets_was_spared()
    {
        var queue = new StandingQueue();
        queue.Begin(0);
        for (var i = 0; i < 100; i++)
            queue.OnDelay(i * 20_000, i % 10 == 0 ? 5_000 : 80_000);
        Assert.InRange(queue.Us, 0, 5_000);
        for (var i = 100; i < 120; i++)
            queue.OnDelay(i * 20_000, 80_000);
        Assert.InRange(queue.Us, 75_000, 80_000);
    }

    /// <summary>Only each fourth frame of a small picture is a train.</summary>
    [Fact]
    public void A_link_that_is_three_times_as_wide_is_known_after_a_few_trains()
    {
        const long ApartUs = 133_000;
        var path = new PathState();
        for (var frame = 0; frame < 60; frame++)
            path.OnRun(Train(frame * ApartUs, packets: 4, bps: 1_000_000));
        for (var frame = 60; frame < 65; frame++)
            path.OnRun(Train(frame * ApartUs, packets: 4, bps: 3_000_000));

        Assert.InRange(path.LinkBps, 1_400_000, 3_000_000);
        Assert.InRange(path.CertainLinkBps, 1_250_000, 2_500_000);
    }

    [Fact]
    public void A_single_train_that_jitter_has_pushed_together_is_no_wider_link()
    {
        var path = new PathState();
        for (var frame = 0; frame < 60; frame++)
            path.OnRun(Train(frame * 133_000L, packets: 4, bps: frame == 58 ? 3_000_000 : 1_000_000));

        Assert.InRange(path.CertainLinkBps, 0, 1_100_000);
    }

    [Fact]
    public void What_comes_out_of_a_queue_is_what_the_link_carries_unless_trains_contradict()
    {
        Assert.InRange(CarriedBps(trainBps: 650_000), 590_000, 610_000);
        Assert.Equal(0, CarriedBps(trainBps: 1_000_000));
    }

    /// <summary>A queue of a fifth of a second of which 600 kbit/s come out, as far as reports tell.</summary>
    private static double CarriedBps(int trainBps)
    {
        var path = new PathState();
        for (var frame = 0; frame < 30; frame++)
            path.OnRun(Train(frame * 33_000L, packets: 4, bps: 2_500_000));
        for (var frame = 30; frame < 60; frame++)
        {
            path.OnRun(Train(frame * 33_000L, packets: 4, trainBps, queueUs: 200_000));
            if (frame == 35)
                path.BelieveNow();
            if (frame % 3 == 0)
                path.OnDelivered(frame * 33_000L, 600_000 / 8 * 99 / 1_000);
        }
        return path.CarriedBps;
    }

    [Fact]
    public void A_link_that_is_a_quarter_wider_is_known_within_two_seconds()
    {
        var path = new PathState();
        for (var frame = 0; frame < 300; frame++)
            path.OnRun(Train(frame * 33_000L, packets: 12, bps: 1_000_000));
        for (var frame = 300; frame < 360; frame++)
            path.OnRun(Train(frame * 33_000L, packets: 12, bps: 1_250_000));

        Assert.InRange(path.LinkBps, 1_200_000, 1_300_000);
    }

    /// <summary>A single train among others' packets, drawn apart by jitter, is not enough to tell.</summary>
    [Fact]
    public void A_few_trains_that_happen_to_be_drawn_apart_in_a_queue_do_not_show_a_shaper()
    {
        var path = new PathState();
        var sentUs = 0L;
        foreach (var (trains, bps, queueUs) in new[] { (30, 4_000_000, 0), (8, 4_000_000, 60_000), (2, 500_000, 60_000), (30, 4_000_000, 0) })
            for (var i = 0; i < trains; i++, sentUs += 33_000)
                path.OnRun(Train(sentUs, packets: 3, bps, queueUs));

        Assert.False(path.HasTokens);
    }

    [Theory]
    [InlineData(500_000)]
    [InlineData(2_000_000)]
    public void A_link_is_as_wide_as_packets_that_left_together_are_apart_behind_it(int bps)
    {
        var path = new PathState();
        for (var frame = 0; frame < 30; frame++)
            path.OnRun(Train(frame * 33_000L, packets: 5, bps));

        Assert.InRange(path.LinkBps, bps * 0.97, bps * 1.03);
        Assert.InRange(path.CertainLinkBps, bps * 0.6, bps);
    }

    [Fact]
    public void Trains_that_a_shapers_tokens_let_through_say_nothing_once_others_have_stood_in_its_queue()
    {
        var path = new PathState();
        var sentUs = 0L;
        Send(trains: 10, bps: 40_000_000, queueUs: 0);
        Assert.False(path.HasTokens);
        Send(trains: 30, bps: 1_000_000, queueUs: 100_000);
        Assert.False(path.HasTokens);
        Send(trains: 30, bps: 40_000_000, queueUs: 0);

        Assert.True(path.HasTokens);
        // The queue is an average: the first trains after it are taken for some of its own.
        Assert.InRange(path.LinkBps, 950_000, 1_150_000);

        void Send(int trains, int bps, int queueUs)
        {
            for (var i = 0; i < trains; i++, sentUs += 33_000)
                path.OnRun(Train(sentUs, packets: 3, bps, queueUs));
        }
    }

    [Fact]
    public void Much_that_is_lost_without_a_queue_shows_the_rate_of_a_policer()
    {
        var path = new PathState();
        for (var i = 0; i < 30; i++)
        {
            path.OnRun(Train(i * 33_000L, packets: 5, bps: 40_000_000));
            path.Delivered.OnReport(1 + i * 33_000L, 5_000);
        }
        path.OnUnbearableLoss();

        Assert.True(path.HasTokens);
        Assert.InRange(path.LinkBps, 1_100_000, 1_300_000);
    }

    [Fact]
    public void Packets_that_left_alone_tell_nothing_of_the_link()
    {
        var path = new PathState();
        path.OnRun(new PacketRun(0, 30_000, 1_200));
        Assert.Equal(0, path.LinkBps);
    }

    [Fact]
    public void Loss_of_five_percent_is_borne_and_of_half_is_not()
    {
        var loss = new LossModel();
        loss.OnReport(100_000, received: 95, missing: 5);
        Assert.False(loss.IsSuspicious);
        loss.OnReport(200_000, received: 50, missing: 50);
        Assert.True(loss.IsSuspicious);
        Assert.True(loss.IsUnbearable);
    }

    [Fact]
    public void What_is_lost_at_a_lower_rate_as_well_is_the_networks_own()
    {
        var loss = new LossModel();
        loss.OnReport(100_000, received: 88, missing: 12);
        Assert.True(loss.IsSuspicious);
        loss.Learn();
        Assert.False(loss.IsSuspicious);
    }

    private static PacketRun Train(long sentUs, int packets, int bps, int queueUs = 0)
    {
        var run = new PacketRun(sentUs, sentUs + 30_000 + queueUs, 1_200);
        for (var i = 1; i < packets; i++)
            run.Add(sentUs + 30_000 + queueUs + i * 1_200 * 8 * 1_000_000L / bps, 1_200);
        return run;
    }
}
