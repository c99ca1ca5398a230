using System.Globalization;
using Broadcast.TestNetwork.Links;
using Broadcast.TestNetwork.Traffic;

namespace Broadcast.TestNetwork.Cases;

/// <summary>What RFC 8867 leaves out and viewers have.</summary>
internal static class OwnCases
{
    public static IReadOnlyList<NetworkCase> Cases { get; } =
    [
        new("cliff", 90, Link((0, 4), (30, 0.3), (60, 4))),
        new("halved", 90, Link((0, 2), (30, 1), (60, 2))),
        new("lift, 8 s", 60, Link((0, 4), (20, 0), (28, 4))),
        new("Wi-Fi", 90, Link((0, 4), (30, 0.8), (60, 4)) with { AggregationMs = (20, 40) }),
        new("shaper", 120, Link((0, 8), (30, 1), (60, 0.4), (90, 8)) with { ShaperBurstBytes = 5_000 }),
        new("policer", 90, Link((0, 1.2)) with { PolicerBurstBytes = 30_000 }),
        new("slides", 130, Link((0, 1.5))) { Flows = [new() { Slides = true, Ladder = Ladder.Screen }] },
    ];

    public static IReadOnlyList<NetworkCase> RandomLoss { get; } = [.. new[] { 1, 5, 10 }.Select(percent =>
        new NetworkCase($"loss {percent} %", 120, Link((0, 10)) with { Loss = new LossModelSettings(percent / 100.0) }))];

    /// <summary>0.2 to 5 Mbit/s in steps of 5 %.</summary>
    public static IReadOnlyList<NetworkCase> Sweep { get; } = [.. Capacities().Select(bps =>
        new NetworkCase(string.Create(CultureInfo.InvariantCulture, $"constant {bps / 1e6:0.000}"), 70, new LinkSettings { Capacity = CapacitySchedule.Constant(bps) }))];

    /// <summary>Many households behind one address, as a carrier's translation has them: three, each with a link of its own.</summary>
    public static NetworkCase AddressTranslation { get; } = new("address translation", 100, Link((0, 100)))
    {
        Flows =
        [
            new() { Link = Link((0, 1), (40, 2.5), (60, 0.6), (80, 1)) },
            new() { Link = Link((0, 2), (30, 1), (70, 2)) },
            new() { Link = Link((0, 4), (20, 0.5), (50, 4)) },
        ],
        Neighbours = Neighbours.OfOneAddress,
    };

    private static IEnumerable<double> Capacities()
    {
        for (var bps = 0.2e6; bps < 5.01e6; bps *= 1.05)
            yield return bps;
    }

    private static LinkSettings Link(params (double, double)[] steps) => new() { Capacity = CapacitySchedule.Mbps(steps) };
}
