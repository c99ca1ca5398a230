namespace Broadcast.Bench.NetworkBrowser;

/// <summary>A stretch of time with one kind of network.</summary>
internal sealed record Span(string Name, int Kbit, double Loss = 0, int OneWayMs = 0, int Seconds = 30)
{
    /// <summary>Left out of what is said of the span: the network has just changed.</summary>
    public const double SettlingMs = 3_000;
}
