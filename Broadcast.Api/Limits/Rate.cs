namespace Broadcast.Api.Limits;

/// <summary>How often something may be done: so many times at once, and so many times a second in the long run.</summary>
internal sealed class Rate
{
    public double Burst { get; set; }
    public double PerSecond { get; set; }
}
