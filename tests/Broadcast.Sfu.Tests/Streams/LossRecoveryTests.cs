using Broadcast.Sfu.Tests.Simulation;
using Xunit.Abstractions;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class LossRecoveryTests(ITestOutputHelper output)
{
    private const int Packets = 20_000;
    private const long DelayUs = 25_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void At_five_percent_loss_every_packet_is_recovered_or_counted(int seed)
    {
        output.WriteLine($"seed {seed}");
        var simulation = new LossRecoverySimulation(seed, new LinkConditions { Loss = 0.05, Duplication = 0.01, Reordering = 0.02, DelayUs = DelayUs });
        simulation.Run(Packets);
        var withinThree = simulation.RecoveryUs.Count(us => us <= 3 * 2 * DelayUs);
        output.WriteLine($"dropped {simulation.Dropped}, recovered {simulation.RecoveryUs.Count}, within three round trips {withinThree}, lost {simulation.Nack.Lost}");

        Assert.InRange(simulation.Dropped, Packets / 25, Packets / 15);
        Assert.Equal(0, simulation.Nack.Missing);
        // The very last packets leave no gap when lost.
        Assert.InRange(Packets - simulation.Received - simulation.Nack.Lost, 0, 3);
        Assert.Equal(0, simulation.Nack.Lost);
        Assert.True(withinThree >= 0.98 * simulation.RecoveryUs.Count, $"seed {seed}: {withinThree} of {simulation.RecoveryUs.Count}");
    }

    [Fact]
    public void A_perfect_link_causes_no_request()
    {
        var simulation = new LossRecoverySimulation(1, LinkConditions.Perfect with { JitterUs = 10_000 });
        simulation.Run(2_000);
        Assert.Empty(simulation.RecoveryUs);
        Assert.Equal((2_000, 0), (simulation.Received, simulation.Nack.Lost));
    }

    [Fact]
    public void A_dead_link_back_loses_packets_and_says_so()
    {
        var simulation = new LossRecoverySimulation(1, new LinkConditions { Loss = 0.6, DelayUs = DelayUs });
        simulation.Run(2_000);
        Assert.True(simulation.Nack.Lost > 0);
        Assert.True(simulation.Nack.TakeKeyFrameNeeded());
    }
}
