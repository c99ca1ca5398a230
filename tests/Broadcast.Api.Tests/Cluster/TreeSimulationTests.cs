using System.Text.Json;
using Broadcast.Bench.Tree;
using Xunit.Abstractions;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>The short form of <c>make bench-tree</c>: where viewers are placed, and what they see, when nodes of a tree are lost.</summary>
public sealed class TreeSimulationTests(ITestOutputHelper output)
{
    private static readonly TreeShape Small = new(Edges: 5, Behind: 6, Viewers: 40, Seconds: 600, Joins: 500, FailingPerHour: 3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Viewers_see_again_soon_and_the_presenter_makes_a_key_frame_a_second_at_most(int seed)
    {
        var figures = Run(seed);
        output.WriteLine($"{figures.NodesLost} nodes lost; freezes of 95 in 100 up to {figures.OwnNodeLost.Quantile(0.95):F2} s, {figures.OwnNodeLost.Max:F2} s at most");

        Assert.True(figures.OwnNodeLost.Viewers > 0 && figures.OriginLost.Viewers > 0);
        Assert.InRange(figures.OwnNodeLost.Quantile(0.95), 0, 3);
        Assert.All(figures.Freezes, freezes => Assert.False(freezes.Max > 5));
        Assert.InRange(figures.RequestsAtPresenter.Max, 0, 1);
        Assert.Equal(Small.Joins, figures.Joined.Viewers);
    }

    [Fact]
    public void The_same_seed_shows_the_same() => Assert.Equal(Told(Run(seed: 4)), Told(Run(seed: 4)));

    private static TreeFigures Run(int seed)
    {
        var simulation = new TreeSimulation(Small, seed);
        simulation.Run();
        return simulation.Figures;
    }

    private static string Told(TreeFigures figures) => JsonSerializer.Serialize(new object[]
    {
        figures.NodesLost, figures.Joined.ViewerSeconds, figures.Control.Total, figures.RequestsAtOrigin.Total, figures.Freezes.Select(each => each.ViewerSeconds),
    });
}
