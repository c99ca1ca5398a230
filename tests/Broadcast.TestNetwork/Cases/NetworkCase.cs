using Broadcast.TestNetwork.Links;
using Broadcast.TestNetwork.Traffic;

namespace Broadcast.TestNetwork.Cases;

/// <summary>A media flow of a case.</summary>
internal sealed record FlowSettings
{
    public double StartsAt { get; init; }
    public (double From, double To)? Pause { get; init; }
    public double OneWayMs { get; init; } = 50;

    /// <summary>Whether it goes the other way, sharing the link with the feedback of the others.</summary>
    public bool IsBackwards { get; init; }

    /// <summary>A link of its own in place of the shared one.</summary>
    public LinkSettings? Link { get; init; }

    public Ladder Ladder { get; init; } = Ladder.Camera;
    public bool Slides { get; init; }
}

/// <summary>What shares a link for how long, by the numbers of RFC 8867 or our own.</summary>
internal sealed record NetworkCase(string Name, double Seconds, LinkSettings Link)
{
    public IReadOnlyList<FlowSettings> Flows { get; init; } = [new FlowSettings()];

    /// <summary>The way back, by which feedback comes; null for one without a bottleneck.</summary>
    public LinkSettings? Back { get; init; }

    /// <summary>What the node knows of who its viewers' neighbours are.</summary>
    public Neighbours Neighbours { get; init; } = Neighbours.OfOneWorker;

    public double JitterMs { get; init; } = 5;

    /// <summary>Downloads without end, from the beginning.</summary>
    public int LongTcp { get; init; }

    /// <summary>Downloads of 30 to 50 kB about ten seconds apart.</summary>
    public int ShortTcp { get; init; }

    public bool IsBesideTcp => LongTcp + ShortTcp > 0;
}
