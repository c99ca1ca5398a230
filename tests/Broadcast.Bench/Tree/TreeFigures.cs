namespace Broadcast.Bench.Tree;

/// <summary>What a simulated tree has shown.</summary>
internal sealed class TreeFigures(double seconds)
{
    public int NodesLost { get; set; }

    /// <summary>Of viewers whose own node was lost, until the picture is there again.</summary>
    public WeightedTimes OwnNodeLost { get; } = new();

    /// <summary>Of viewers behind a lost node, who keep their transports.</summary>
    public WeightedTimes NodeAboveLost { get; } = new();

    public WeightedTimes OriginLost { get; } = new();

    /// <summary>Of newcomers, from the wish to watch to the picture.</summary>
    public WeightedTimes Joined { get; } = new();

    /// <summary>Key frame requests that reach the origin from its edges.</summary>
    public SecondCounts RequestsAtOrigin { get; } = new(seconds);

    /// <summary>Key frame requests that the origin makes of the presenter, those for the recording among them.</summary>
    public SecondCounts RequestsAtPresenter { get; } = new(seconds);

    /// <summary>Messages to and from the webinar's grain.</summary>
    public SecondCounts Control { get; } = new(seconds);

    public IEnumerable<WeightedTimes> Freezes => [OwnNodeLost, NodeAboveLost, OriginLost];
}
