using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class StreamRatesTests
{
    private readonly VirtualClock clock = new();
    private readonly StreamRates rates = new();

    [Fact]
    public void Each_layer_counts_with_those_that_it_needs()
    {
        Send(seconds: 6, bytesOfT0: 1_000, bytesOfT1: 500);

        AssertRate(80_000, rates.OverFiveSeconds(clock.Now, DecodeTarget.Of(0, 0)));
        AssertRate(120_000, rates.OverFiveSeconds(clock.Now, DecodeTarget.Of(0, 1)));
        AssertRate(120_000, rates.OverFiveSeconds(clock.Now, DecodeTarget.Top));
    }

    [Fact]
    public void What_has_just_begun_is_measured_since_then()
    {
        clock.AdvanceMilliseconds(10_000);
        Send(seconds: 1, bytesOfT0: 1_000, bytesOfT1: 0);

        AssertRate(80_000, rates.OverFiveSeconds(clock.Now, DecodeTarget.Top));
    }

    [Fact]
    public void Silence_is_nothing()
    {
        Assert.Equal(0, rates.OverFiveSeconds(clock.Now, DecodeTarget.Top));
        Send(seconds: 3, bytesOfT0: 1_000, bytesOfT1: 0);
        clock.AdvanceMilliseconds(7_000);

        Assert.Equal(0, rates.OverFiveSeconds(clock.Now, DecodeTarget.Top));
    }

    [Fact]
    public void Allocates_nothing()
    {
        Send(seconds: 1, bytesOfT0: 1_000, bytesOfT1: 500);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(seconds: 10, bytesOfT0: 1_000, bytesOfT1: 500);
        rates.OverFiveSeconds(clock.Now, DecodeTarget.Top);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Send(int seconds, int bytesOfT0, int bytesOfT1)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            rates.OnPacket(clock.Now, DecodeTargets.All, bytesOfT0);
            rates.OnPacket(clock.Now, DecodeTargets.FromTemporal(1), bytesOfT1);
            clock.AdvanceMilliseconds(100);
        }
    }

    private static void AssertRate(long expected, long actual) => Assert.InRange(actual, expected * 0.9, expected * 1.1);
}
