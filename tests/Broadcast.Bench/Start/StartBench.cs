using Broadcast.Bench.Servers;
using Broadcast.TestHost;

namespace Broadcast.Bench.Start;

/// <summary>
/// Start, idle and memory of the all-in-one process, of this build and of an earlier one in turn. Ratios are of minima: whatever else
/// runs on the machine only adds.
/// </summary>
/// <param name="arguments"><c>before=</c> the commit to compare with; <c>rounds=</c> how often each is started.</param>
internal sealed class StartBench(Arguments arguments)
{
    /// <summary>The last commit before webinars became grains.</summary>
    private const string Before = "a21cb70";

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Idling = TimeSpan.FromSeconds(30);

    public async Task RunAsync()
    {
        var commit = arguments.Texts("before") is [var named, ..] ? named : Before;
        Console.WriteLine($"Building {commit} to compare with (a minute or two).");
        await using var earlier = await EarlierBuild.OfAsync(commit);
        using var data = new StartData();
        var (before, after) = (new StartFigures("before"), new StartFigures("now"));
        var programs = new[] { (Figures: before, Program: earlier.Program), (Figures: after, Program: Repository.Built("Broadcast.Api")) };
        for (var round = 0; round < arguments.Numbers("rounds", 5)[0]; round++)
        {
            foreach (var (figures, program) in programs)
            {
                await using var started = await StartedProcess.StartAsync(program, data.Of(figures.Name));
                figures.Ready(started.Ready, started.Used());
            }
        }
        await IdleAsync(programs, data);
        Print(before, after);
    }

    /// <summary>Both idle side by side, so that they have the same machine.</summary>
    private static async Task IdleAsync((StartFigures Figures, string Program)[] programs, StartData data)
    {
        await using var before = await StartedProcess.StartAsync(programs[0].Program, data.Of(programs[0].Figures.Name));
        await using var after = await StartedProcess.StartAsync(programs[1].Program, data.Of(programs[1].Figures.Name));
        StartedProcess[] idling = [before, after];
        await Task.Delay(Settling);
        var used = idling.Select(process => process.Used()).ToArray();
        await Task.Delay(Idling);
        for (var i = 0; i < idling.Length; i++)
            programs[i].Figures.Idle((idling[i].Used() - used[i]) / Idling, idling[i].ResidentBytes());
    }

    private static void Print(StartFigures before, StartFigures after)
    {
        Table.Header("", "ready ms", "start CPU ms", "idle % of core", "RSS MB");
        foreach (var figures in new[] { before, after })
            Table.Row(figures.Name, $"{figures.ReadyMs:F0}", $"{figures.StartCpuMs:F0}", $"{figures.IdlePercent:F2}", $"{figures.ResidentMb:F0}");
        Table.Json(new
        {
            bench = "start",
            ready_ratio = Math.Round(after.ReadyMs / before.ReadyMs, 2),
            idle_cpu_pct = Math.Round(after.IdlePercent, 2),
            rss_mb_added = Math.Round(after.ResidentMb - before.ResidentMb, 1),
        });
    }
}
