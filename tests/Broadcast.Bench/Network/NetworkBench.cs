using System.Globalization;
using Broadcast.TestNetwork.Cases;

namespace Broadcast.Bench.Network;

/// <summary>
/// <c>bench-network</c>: what viewers get of three layers over links that change, by the engine's estimator and chooser on a virtual
/// clock: RFC 8867's cases and our own. Beside it, the plots for docs/bandwidth.md.
/// </summary>
internal sealed class NetworkBench(Arguments arguments)
{
    private const int Seeds = 5;

    private int first = 1;
    private const string Plots = "docs/images/network";

    private static readonly string[] Plotted = ["5.1", "5.4", "5.6 long TCP, 300", "cliff"];

    /// <summary><c>seeds=20</c>: how many of each case; <c>plot</c>: the plots of docs/bandwidth.md anew; <c>cases=cliff,5.1</c>: only those whose names begin so.</summary>
    public void Run()
    {
        var seeds = arguments.Numbers("seeds", Seeds)[0];
        Table.Header("case", "correct %", "top layer %", "queue p95 ms", "down p95 s", "up p95 s", "switches/min", "switch freezes", "frozen %", "lost %", "Jain", "probes %");
        first = arguments.Numbers("first", 1)[0];
        if (arguments.Texts("cases") is { Count: > 0 } chosen)
        {
            Play(Rfc8867.Cases.Concat(OwnCases.Cases).Concat(OwnCases.RandomLoss).Concat(OwnCases.Sweep).Where(network => chosen.Any(network.Name.StartsWith)), seeds);
            return;
        }
        var rfc = Play(Rfc8867.Cases, seeds);
        var own = Play(OwnCases.Cases, seeds);
        var loss = Play(OwnCases.RandomLoss, seeds);
        var sweep = Play(OwnCases.Sweep, Math.Min(seeds, 2), isShown: false);
        Print("0.2 to 5 Mbit/s", sweep);
        PrintNeighbours(seeds);
        Summarise(rfc, own, loss, sweep);
    }

    private List<CaseResult> Play(IEnumerable<NetworkCase> cases, int seeds, bool isShown = true)
    {
        var results = new List<CaseResult>();
        foreach (var network in cases)
        {
            var played = Enumerable.Range(first, seeds).Select(seed => CaseRun.Play(network, seed)).ToList();
            if (isShown)
                Print(network.Name, played);
            if (arguments.Has("plot") && Plotted.Any(network.Name.StartsWith))
                File.WriteAllText(Path.Combine(Plots, $"{network.Name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal)}.svg"), RatePlot.Draw(played[0]));
            results.AddRange(played);
        }
        return results;
    }

    /// <summary>The cases of several viewers, by what the node knows of who their neighbours are; last, behind one address but with links of their own.</summary>
    private void PrintNeighbours(int seeds)
    {
        foreach (var (name, neighbours) in new[] { ("apart", Neighbours.Unknown), ("one worker", Neighbours.OfOneWorker), ("one address", Neighbours.OfOneAddress) })
            Print(name, Play(Rfc8867.Several.Select(network => network with { Neighbours = neighbours }), seeds, isShown: false));
        foreach (var (name, neighbours) in new[] { ("NAT, apart", Neighbours.Unknown), ("NAT", Neighbours.OfOneAddress) })
            Print(name, Play([OwnCases.AddressTranslation with { Neighbours = neighbours }], seeds, isShown: false));
    }

    private static void Summarise(List<CaseResult> rfc, List<CaseResult> own, List<CaseResult> loss, List<CaseResult> sweep)
    {
        var beside = rfc.Where(IsBesideTcp).ToList();
        var alone = rfc.Except(beside).ToList();
        List<CaseResult> all = [.. rfc, .. own, .. loss, .. sweep];
        Table.Json(new
        {
            bench = "network",
            correct_layer_pct = Percent(alone.Average(result => result.CorrectLayer)),
            correct_layer_beside_tcp_pct = Percent(beside.Average(result => result.CorrectLayer)),
            down_p95_s = Math.Round(P95(all.SelectMany(result => result.DownSeconds)), 2),
            up_p95_s = Math.Round(P95(all.SelectMany(result => result.UpSeconds)), 2),
            queue_p95_ms = Math.Round(P95(alone.Where(result => !result.Case.StartsWith("5.8", StringComparison.Ordinal)).SelectMany(result => result.QueueMs)), 1),
            flaps_per_min_max = Math.Round(sweep.Max(result => result.SwitchesPerMinute), 1),
            switch_freezes = all.Sum(result => result.SwitchFreezes),
            random_loss_5pct_top_layer_pct = Percent(loss.Where(result => result.Case == "loss 5 %").Average(result => result.TopLayer)),
            jain = Math.Round(rfc.Where(result => result.Case.StartsWith("5.4", StringComparison.Ordinal)).Average(result => result.Jain), 3),
            probe_bytes_pct = Percent(all.Sum(result => result.ProbeBytes) / (double)all.Sum(result => result.SentBytes)),
        });
    }

    private static bool IsBesideTcp(CaseResult result) => result.Case.Contains("TCP", StringComparison.Ordinal);

    private static void Print(string name, List<CaseResult> results) => Table.Row(
        name.Length > 14 ? name[..14] : name,
        Percent(results.Average(result => result.CorrectLayer)),
        Percent(results.Average(result => result.TopLayer)),
        Math.Round(P95(results.SelectMany(result => result.QueueMs))),
        Math.Round(P95(results.SelectMany(result => result.DownSeconds)), 2),
        Math.Round(P95(results.SelectMany(result => result.UpSeconds)), 2),
        Math.Round(results.Max(result => result.SwitchesPerMinute), 1),
        results.Sum(result => result.SwitchFreezes),
        Percent(results.Average(result => result.FrozenShare)),
        Percent(results.Average(result => result.LossShare)),
        results.Average(result => result.Jain).ToString("0.000", CultureInfo.InvariantCulture),
        Percent(results.Sum(result => result.ProbeBytes) / (double)results.Sum(result => result.SentBytes)));

    private static double Percent(double share) => Math.Round(share * 100, 2);

    private static double P95(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * 0.95))];
    }
}
