using Broadcast.Bench.Servers;
using Broadcast.EndToEnd.Tests;
using Broadcast.TestHost;

namespace Broadcast.Bench.JoinPage;

/// <summary>
/// <c>bench-join-page</c>: from the click on the page to the first picture in Chromium, with a server a round trip of 100 ms away, by
/// this build and by an earlier one.
/// </summary>
/// <param name="arguments"><c>before=</c> the commit to compare with, <c>alone</c> for none; <c>visits=</c> how often each is visited.</param>
internal sealed class JoinPageBench(Arguments arguments)
{
    /// <summary>The last commit whose page joined step by step.</summary>
    private const string Before = "a21cb70";

    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync()
    {
        var visits = arguments.Numbers("visits", 9)[0];
        var before = arguments.Has("alone") ? null : await MeasureEarlierAsync(visits);
        var now = await MeasureAsync("now", Repository.Built("Broadcast.Api"), visits);
        Table.Header("", "picture p50 ms", "least", "most", "packet p50 ms", "least", "round trips");
        foreach (var (name, made) in new[] { ("before", before), ("now", now) })
            if (made is not null)
                Print(name, made);
        Table.Json(new
        {
            bench = "join-page",
            sequential_round_trips = RoundTrips(now),
            first_picture_p50_ms_rtt100 = Math.Round(Median(now.Select(visit => visit.FirstPictureMs)), 1),
            before_ms = before is null ? (double?)null : Math.Round(Median(before.Select(visit => visit.FirstPictureMs)), 1),
        });
    }

    private async Task<List<Visit>> MeasureEarlierAsync(int visits)
    {
        var commit = arguments.Texts("before") is [var named, ..] ? named : Before;
        Console.WriteLine($"Building {commit} to compare with (some minutes).");
        await using var earlier = await EarlierBuild.OfAsync(commit);
        await earlier.BuildWebAsync();
        return await MeasureAsync("before", earlier.Program, visits);
    }

    private static async Task<List<Visit>> MeasureAsync(string name, string program, int count)
    {
        await using var server = await FarServer.StartAsync(program, RoundTrip);
        await using var browser = await Chromium.StartAsync();
        // The first compiles the program and fills the browser's caches.
        await Visit.MakeAsync(browser, server);
        var visits = new List<Visit>();
        while (visits.Count < count)
            visits.Add(await Visit.MakeAsync(browser, server));
        Console.WriteLine($"Visited {name} {count} times.");
        return visits;
    }

    private static void Print(string name, List<Visit> visits)
    {
        var (pictures, packets) = (visits.ConvertAll(visit => visit.FirstPictureMs), visits.ConvertAll(visit => visit.FirstPacketMs));
        Table.Row(name, $"{Median(pictures):F0}", $"{pictures.Min():F0}", $"{pictures.Max():F0}", $"{Median(packets):F0}", $"{packets.Min():F0}", RoundTrips(visits));
    }

    private static int RoundTrips(List<Visit> visits) => (int)Median(visits.Select(visit => (double)visit.RoundTrips));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
