using Broadcast.Sfu.Bwe;

namespace Broadcast.Sfu.Tests.Bwe;

/// <summary>What is sent to find out whether more goes through.</summary>
public sealed class ProbePlanTests
{
    private const double Bps = 800_000;

    private ProbePlan probes = new(seed: 1);

    [Fact]
    public void A_probe_sends_at_its_rate_for_half_a_second()
    {
        probes.Begin(0, Bps, new PathState());

        Assert.Equal((10_000, 50_000, 0), (probes.TakeDue(100_000), probes.TakeDue(500_000), probes.TakeDue(501_000)));
    }

    [Fact]
    public void Where_trains_show_a_wide_link_a_probe_is_shorter()
    {
        var path = new PathState();
        for (var i = 0; i < 10; i++)
            path.OnRun(Train(i * 33_000L));
        probes.Begin(0, Bps, path);

        Assert.Equal((25_000, 0), (probes.TakeDue(250_000), probes.TakeDue(251_000)));
    }

    [Fact]
    public void Behind_a_shaper_a_probe_lasts_until_its_tokens_are_spent()
    {
        var path = new PathState();
        for (var i = 0; i < 10; i++)
        {
            path.OnRun(Train(i * 33_000L));
            path.Delivered.OnReport(1 + i * 33_000L, 2_000);
        }
        path.OnUnbearableLoss();
        probes.Begin(0, Bps, path);

        Assert.Equal(60_000, probes.TakeDue(600_000));
    }

    /// <summary>For it has few packets.</summary>
    [Fact]
    public void A_probe_for_a_small_picture_lasts_longer()
    {
        probes.Begin(0, 300_000, new PathState());

        Assert.Equal((22_500, 0), (probes.TakeDue(600_000), probes.TakeDue(601_000)));
    }

    [Fact]
    public void Whoever_is_to_be_sent_less_gets_nothing_more_of_a_probe()
    {
        probes.Begin(0, Bps, new PathState());
        probes.Cancel();

        Assert.Equal(0, probes.TakeDue(100_000));
        Assert.False(probes.TryEnd(400_000, reported: 0, new PathState(), out _));
    }

    [Fact]
    public void However_often_probes_fail_the_next_comes_within_six_seconds()
    {
        for (var i = 0; i < 10; i++)
            probes.BackOff(0, longer: true);

        Assert.True(probes.MayProbe(6_000_000));
    }

    /// <summary>Arrives as it left: tokens.</summary>
    private static PacketRun Train(long sentUs)
    {
        var run = new PacketRun(sentUs, sentUs + 30_000, 1_200);
        run.Add(sentUs + 30_000, 1_200);
        run.Add(sentUs + 30_000, 1_200);
        return run;
    }
}
