namespace Broadcast.Bench.Start;

/// <summary>What was measured of one build.</summary>
internal sealed class StartFigures(string name)
{
    public string Name { get; } = name;

    /// <summary>From the start of the process to its first healthy answer; the least of all rounds.</summary>
    public double ReadyMs { get; private set; } = double.PositiveInfinity;

    /// <summary>Processor time until then; the least of all rounds.</summary>
    public double StartCpuMs { get; private set; } = double.PositiveInfinity;

    /// <summary>Of one core.</summary>
    public double IdlePercent { get; private set; }

    public double ResidentMb { get; private set; }

    public void Ready(TimeSpan ready, TimeSpan used) =>
        (ReadyMs, StartCpuMs) = (Math.Min(ReadyMs, ready.TotalMilliseconds), Math.Min(StartCpuMs, used.TotalMilliseconds));

    public void Idle(double cores, long residentBytes) => (IdlePercent, ResidentMb) = (cores * 100, residentBytes / 1e6);
}
