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

    /// <summary>A second without a queue, then one in which everything takes a quarter of a second longer.</summary>
    private static double LeastLimit(long apartUs)
    {
        var (path, control, least) = (new PathState(), new RateControl(), double.PositiveInfinity);
        for (var frame = 1; frame <= 60; frame++)
        {
            var sentUs = frame * FrameUs;
            var arrivalUs = sentUs + (frame > 30 ? 250_000 : 0);
            var run = new PacketRun(sentUs, arrivalUs, PacketBytes);
            for (var packet = 1; packet < 4; packet++)
                run.Add(arrivalUs + packet * apartUs, PacketBytes);
            path.OnRun(run);
            path.Delivered.OnReport(arrivalUs + 3 * apartUs, 4 * PacketBytes);
            least = Math.Min(least, control.Update(arrivalUs + 3 * apartUs, sentUs, NeedBps, ref path));
        }
        return least;
    }
}
