namespace Broadcast.TestNetwork.Links;

/// <summary>What a link carries from which second on, in bit/s.</summary>
internal sealed class CapacitySchedule(params (double FromSecond, double Bps)[] steps)
{
    public IReadOnlyList<(double FromSecond, double Bps)> Steps => steps;

    public static CapacitySchedule Constant(double bps) => new((0, bps));

    /// <summary>In Mbit/s, as RFC 8867 has it.</summary>
    public static CapacitySchedule Mbps(params (double FromSecond, double Mbps)[] steps) =>
        new([.. steps.Select(step => (step.FromSecond, step.Mbps * 1e6))]);

    public double At(double second)
    {
        var bps = steps[0].Bps;
        foreach (var step in steps)
            if (step.FromSecond <= second)
                bps = step.Bps;
        return bps;
    }

    /// <summary>When so many bits are through that begin at a second; infinity if never.</summary>
    public double Finish(double second, double bits)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            var ends = i + 1 < steps.Length ? steps[i + 1].FromSecond : double.PositiveInfinity;
            if (ends <= second)
                continue;
            var bps = steps[i].Bps;
            var fits = bps == 0 ? 0 : (ends - second) * bps;
            if (bits <= fits)
                return second + bits / bps;
            bits -= fits;
            second = ends;
        }
        return double.PositiveInfinity;
    }
}
