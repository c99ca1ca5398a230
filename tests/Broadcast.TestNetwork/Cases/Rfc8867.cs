using Broadcast.TestNetwork.Links;

namespace Broadcast.TestNetwork.Cases;

/// <summary>The test cases of RFC 8867, section 5.</summary>
internal static class Rfc8867
{
    public static IReadOnlyList<NetworkCase> Cases { get; } =
    [
        new("5.1 variable, one flow", 100, Link((0, 1), (40, 2.5), (60, 0.6), (80, 1))),
        new("5.2 variable, two flows", 125, Link((0, 4), (25, 2), (50, 3.5), (75, 1), (100, 2))) { Flows = [new(), new()] },
        new("5.3 congested feedback", 100, Link((0, 2), (20, 1), (40, 0.5), (60, 2)))
        {
            Flows = [new(), new() { IsBackwards = true }],
            Back = Link((0, 2), (35, 0.8), (70, 2)),
        },
        new("5.4 competing media", 120, Link((0, 3.5))) { Flows = [new(), new() { StartsAt = 20 }, new() { StartsAt = 40 }] },
        new("5.5 round-trip fairness", 300, Link((0, 4)))
        {
            Flows =
            [
                new() { OneWayMs = 10 }, new() { StartsAt = 10, OneWayMs = 25 }, new() { StartsAt = 20, OneWayMs = 50 },
                new() { StartsAt = 30, OneWayMs = 100 }, new() { StartsAt = 40, OneWayMs = 150 },
            ],
        },
        new("5.6 long TCP, 300 ms", 120, Link((0, 2))) { Flows = [new() { StartsAt = 5 }], LongTcp = 1 },
        new("5.6 long TCP, 1 s", 120, Link((0, 2)) with { QueueMs = 1_000 }) { Flows = [new() { StartsAt = 5 }], LongTcp = 1 },
        new("5.7 short TCP", 300, Link((0, 2))) { Flows = [new() { StartsAt = 5 }, new() { StartsAt = 5 }], ShortTcp = 10 },
        new("5.8 pause and go on", 120, Link((0, 3.5))) { Flows = [new(), new() { Pause = (40, 60) }, new()] },
    ];

    /// <summary>Of these the ones in which several viewers share a link with nobody else.</summary>
    public static IEnumerable<NetworkCase> Several => Cases.Where(network => !network.IsBesideTcp && network.Flows.Count(flow => !flow.IsBackwards) > 1);

    private static LinkSettings Link(params (double, double)[] steps) => new() { Capacity = CapacitySchedule.Mbps(steps) };
}
