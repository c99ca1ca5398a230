using Broadcast.Sfu.Bwe;

namespace Broadcast.Sfu.Tests.Bwe;

public class RateControlTests
{
    private const double NeedBps = 1_100_000;
    private const int PacketBytes = 1_150;
    private const long FrameUs = 33_000;

    [Fact]
    public void Packets_that_are_read_late_but_together_are_the_receivers_own_affair() =>
        Assert.Equal(double.PositiveInfinity, LeastLimit(apartUs: 20));

    [Fact]
    public void Packets_that_come_late_and_drawn_apart_passed_a_narrow_link() =>
        Assert.True(LeastLimit(apartUs: 9_000) < NeedBps);

    /// <summary>Frames of single packets follow, and all that is known of them is half a second old.</summary>
    [Fact]
    public void A_train_through_a_link_that_became_narrow_counts_however_late_its_report_is()
    {
        var (path, control) = (new PathState(), new RateControl());
        Send(ref path, frames: 30, fromUs: 0, apartUs: 1_000);
        Send(ref path, frames: 1, fromUs: 30 * FrameUs, apartUs: 30_000);
        var sentUs = 31 * FrameUs;
        for (var packet = 0; packet < 5; packet++)
            path.OnRun(new PacketRun(sentUs += 20_000, sentUs + 500_000, PacketBytes));

        Assert.InRange(control.Update(sentUs + 600_000, sentUs, NeedBps, ref path), 250_000, 350_000);
    }

    [Fact]
    public void How_narrow_a_link_has_become_is_corrected_by_the_next_trains()
    {
        var (path, control) = (new PathState(), new RateControl());
        Send(ref path, frames: 30, fromUs: 0, apartUs: 5_000);
        Send(ref path, frames: 3, fromUs: 30 * FrameUs, apartUs: 10_000, queueUs: 200_000);
        var first = control.Update(33 * FrameUs, 33 * FrameUs, NeedBps, ref path);
        Send(ref path, frames: 10, fromUs: 33 * FrameUs, apartUs: 14_000, queueUs: 200_000);
        var second = control.Update(43 * FrameUs, 43 * FrameUs, first, ref path);

        Assert.InRange(first, 600_000, 900_000);
        Assert.InRange(second, 500_000, 0.97 * first);
    }

    /// <summary>Four packets that a link of 1.2 Mbit/s brings are 8 ms apart, and jitter adds 4 ms.</summary>
    [Fact]
    public void A_single_train_that_jitter_has_drawn_apart_is_no_narrower_link()
    {
        var (path, control) = (new PathState(), new RateControl());
        Send(ref path, frames: 30, fromUs: 0, apartUs: 7_700);
        Send(ref path, frames: 2, fromUs: 30 * FrameUs, apartUs: 9_000, queueUs: 60_000);

        Assert.Equal(double.PositiveInfinity, control.Update(32 * FrameUs, 32 * FrameUs, NeedBps, ref path));
    }

    /// <summary>It need not wait until the step down has had its effect.</summary>
    [Fact]
    public void What_comes_out_of_the_queue_tells_at_once_that_a_link_is_narrower_than_its_first_train_said()
    {
        var (path, control) = (new PathState(), new RateControl());
        Send(ref path, frames: 30, fromUs: 0, apartUs: 3_000);
        Send(ref path, frames: 3, fromUs: 30 * FrameUs, apartUs: 12_000, queueUs: 200_000);
        path.OnDelivered(33 * FrameUs, 4_000);
        var first = control.Update(33 * FrameUs, 33 * FrameUs, NeedBps, ref path);
        Send(ref path, frames: 6, fromUs: 33 * FrameUs, apartUs: 14_500, queueUs: 200_000);
        for (var report = 0; report < 2; report++)
            path.OnDelivered((36 + 3 * report) * FrameUs, 7_425);
        var second = control.Update(39 * FrameUs, 36 * FrameUs, first, ref path);
        var third = control.Update(40 * FrameUs, 37 * FrameUs, 400_000, ref path);

        Assert.InRange(first, 560_000, 700_000);
        Assert.InRange(second, 535_000, 555_000);
        Assert.Equal(double.PositiveInfinity, third);
        Assert.InRange(control.ProvedBps, 590_000, 610_000);
    }

    /// <summary>Not for a queue that is there anyway, as behind a key frame, nor for a train that jitter has drawn apart by half.</summary>
    [Fact]
    public void As_long_as_all_that_is_sent_arrives_a_train_that_is_drawn_apart_is_no_narrower_link()
    {
        Assert.Equal(double.PositiveInfinity, LimitWhileArriving(NeedBps * 1.02));
        Assert.InRange(LimitWhileArriving(NeedBps * 0.8), 500_000, NeedBps);
    }

    private static double LimitWhileArriving(double arrivingBps)
    {
        var (path, control) = (new PathState(), new RateControl());
        Send(ref path, frames: 30, fromUs: 0, apartUs: 7_000);
        for (var frame = 0; frame <= 30; frame++)
            path.OnDelivered(frame * FrameUs + 1, (int)(arrivingBps / 8e6 * FrameUs));
        Send(ref path, frames: 2, fromUs: 30 * FrameUs, apartUs: 12_000, queueUs: 60_000);
        return control.Update(32 * FrameUs, 32 * FrameUs, NeedBps, ref path);
    }

    [Fact]
    public void Of_two_behind_one_link_the_one_with_more_gives_way_sooner()
    {
        var (greaterUs, lesserUs) = (GivesWayAfterUs(1_600_000), GivesWayAfterUs(1_000_000));

        Assert.InRange(greaterUs, 400_000, 1_100_000);
        Assert.InRange(lesserUs, greaterUs + 400_000, 3_000_000);
    }

    /// <summary>What has been there before it need then not.</summary>
    [Fact]
    public void A_step_up_that_makes_a_queue_is_taken_back_before_others_give_way() =>
        Assert.InRange(GivesWayAfterUs(1_000_000, isOnTrial: true), 250_000, GivesWayAfterUs(1_000_000) - 400_000);

    [Fact]
    public void Bursts_between_which_the_queue_is_empty_make_nobody_give_way() =>
        Assert.Equal(long.MaxValue, GivesWayAfterUs(1_000_000, isEmptyBetween: true));

    /// <summary>A link of 3.6 Mbit/s whose queue, of 120 ms, others fill.</summary>
    private static long GivesWayAfterUs(double needBps, bool isOnTrial = false, bool isEmptyBetween = false)
    {
        const int Apart = 2_550;
        var (path, control) = (new PathState(), new RateControl());
        if (isOnTrial)
            control.BeginTrial(1_000_000);
        for (var frame = 1; frame <= 120; frame++)
        {
            var sentUs = frame * FrameUs;
            var arrivalUs = sentUs + (frame > 30 && (!isEmptyBetween || frame % 4 != 0) ? 120_000 : 0);
            path.OnRun(Train(sentUs, arrivalUs, Apart));
            path.Delivered.OnReport(arrivalUs + 3 * Apart, (int)(needBps / 8e6 * FrameUs));
            if (control.Update(sentUs + 200_000, sentUs, needBps, ref path) < needBps)
                return sentUs - 30 * FrameUs;
        }
        return long.MaxValue;
    }

    private static void Send(ref PathState path, int frames, long fromUs, long apartUs, long queueUs = 0)
    {
        for (var frame = 1; frame <= frames; frame++)
        {
            var sentUs = fromUs + frame * FrameUs;
            path.OnRun(Train(sentUs, sentUs + queueUs, apartUs));
        }
    }

    private static PacketRun Train(long sentUs, long arrivalUs, long apartUs)
    {
        var run = new PacketRun(sentUs, arrivalUs, PacketBytes);
        for (var packet = 1; packet < 4; packet++)
            run.Add(arrivalUs + packet * apartUs, PacketBytes);
        return run;
    }

    /// <summary>A second without a queue, then one in which everything takes a quarter of a second longer.</summary>
    private static double LeastLimit(long apartUs)
    {
        var (path, control, least) = (new PathState(), new RateControl(), double.PositiveInfinity);
        for (var frame = 1; frame <= 60; frame++)
        {
            var sentUs = frame * FrameUs;
            var arrivalUs = sentUs + (frame > 30 ? 250_000 : 0);
            path.OnRun(Train(sentUs, arrivalUs, apartUs));
            path.Delivered.OnReport(arrivalUs + 3 * apartUs, 4 * PacketBytes);
            least = Math.Min(least, control.Update(arrivalUs + 3 * apartUs, sentUs, NeedBps, ref path));
        }
        return least;
    }
}
