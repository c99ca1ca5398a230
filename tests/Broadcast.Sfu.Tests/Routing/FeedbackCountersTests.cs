using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Routing;

public class FeedbackCountersTests
{
    [Fact]
    public void The_round_trip_begins_at_the_first_report_and_follows_the_later_ones()
    {
        var feedback = new FeedbackCounters();
        feedback.OnRoundTrip(100_000);
        Assert.Equal(100_000, feedback.RoundTripUs);
        feedback.OnRoundTrip(200_000);
        Assert.Equal(101_000, feedback.RoundTripUs);
    }

    [Fact]
    public void Loss_comes_to_what_is_reported_again_and_again()
    {
        var feedback = new FeedbackCounters();
        for (var report = 0; report < 1_000; report++)
            feedback.OnLoss(64);
        Assert.Equal(0.25, feedback.Loss, 3);
    }
}
