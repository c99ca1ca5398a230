using Broadcast.Api.Signaling.Audiences;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Tests.Signaling.Audiences;

public sealed class AudienceMetricsTests
{
    [Theory]
    [InlineData(2, "c 30, b 20, other 11")]
    [InlineData(4, "c 30, b 20, a 10, d 1")]
    [InlineData(0, "other 61")]
    public void The_largest_webinars_are_told_one_by_one_and_the_rest_as_one(int most, string told)
    {
        (WebinarId, AudienceCount)[] counts = [Of("a", 10), Of("b", 20), Of("c", 30), Of("d", 1)];
        Assert.Equal(told, string.Join(", ", AudienceMetrics.Largest(counts, most).Select(each => $"{each.Tags[0].Value} {each.Value}")));
    }

    [Fact]
    public void With_nobody_here_nothing_is_told() => Assert.Empty(AudienceMetrics.Largest([], 20));

    private static (WebinarId, AudienceCount) Of(string webinar, int viewers) =>
        (new WebinarId(webinar), new AudienceCount(new AudienceId(webinar), viewers + 1, viewers, WithoutPicture: 0));
}
