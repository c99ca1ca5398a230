using Broadcast.Sfu.Streams;
using static Broadcast.Sfu.Streams.RestartDetector.Verdict;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class RestartDetectorTests
{
    private const long Highest = 65_536 + 40_000;

    private RestartDetector detector = new(maxMisorder: 1_024);

    [Theory]
    [InlineData(40_001)]
    [InlineData(42_999)]
    [InlineData(40_000)]
    [InlineData(38_977)]
    public void A_number_near_the_highest_belongs(int sequenceNumber) => Assert.Equal(Valid, detector.Check((ushort)sequenceNumber, Highest));

    [Theory]
    [InlineData(43_000)]
    [InlineData(38_000)]
    [InlineData(100)]
    public void A_far_number_is_believed_when_the_next_one_follows(int sequenceNumber)
    {
        Assert.Equal(Doubtful, detector.Check((ushort)sequenceNumber, Highest));
        Assert.Equal(Restarted, detector.Check((ushort)(sequenceNumber + 1), Highest));
    }

    [Fact]
    public void Strays_restart_nothing()
    {
        Assert.Equal(Doubtful, detector.Check(10, Highest));
        Assert.Equal(Valid, detector.Check(40_001, Highest));
        Assert.Equal(Doubtful, detector.Check(11, Highest));
        Assert.Equal(Doubtful, detector.Check(10_000, Highest));
    }

    [Fact]
    public void The_first_packet_may_have_any_number() => Assert.Equal(Valid, detector.Check(30_000, 0));
}
