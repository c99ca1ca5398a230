using Broadcast.Recorder.Composition;

namespace Broadcast.Bench.Recording;

/// <summary>What recording costs while it runs, how soon it can be watched after the end, and how fast videos are made.</summary>
/// <param name="arguments"><c>live</c>, <c>ready</c> or <c>compose</c> for that part alone; <c>presenters=</c> and <c>minutes=</c> for other sizes.</param>
internal sealed class RecordingBench(Arguments arguments)
{
    public async Task RunAsync()
    {
        var (h264, vp8) = (await PresenterClip.H264Async(), await PresenterClip.Vp8Async());
        var cpu = Wants("live") ? await LiveAsync(h264, vp8) : double.NaN;
        var ready = Wants("ready") ? await ReadyAsync(h264) : double.NaN;
        var (single, grid) = Wants("compose") ? await ComposeAsync(h264, vp8) : (double.NaN, double.NaN);
        if (!double.IsNaN(cpu + ready + single))
        {
            Table.Json(new
            {
                bench = "recording",
                cpu_pct_per_presenter = Math.Round(cpu, 1),
                ready_after_end_s_60min = Math.Round(ready, 1),
                compose_x_realtime_single = Math.Round(single, 1),
                compose_x_realtime_grid4 = Math.Round(grid, 1),
            });
        }
    }

    private bool Wants(string part) => arguments.Has(part) || !(arguments.Has("live") || arguments.Has("ready") || arguments.Has("compose"));

    /// <returns>The dearest.</returns>
    private async Task<double> LiveAsync(PresenterClip h264, PresenterClip vp8)
    {
        await MixCost.MeasureAsync();
        LiveCost.Header();
        var dearest = await LiveCost.MeasureAsync(vp8, presenters: 1);
        foreach (var presenters in arguments.Numbers("presenters", 1, 4, 8))
            dearest = Math.Max(dearest, await LiveCost.MeasureAsync(h264, presenters));
        return dearest;
    }

    /// <returns>Of the last.</returns>
    private async Task<double> ReadyAsync(PresenterClip clip)
    {
        var last = 0d;
        ReadyAfterEnd.Header();
        foreach (var minutes in arguments.Numbers("minutes", 1, 10, 60))
            last = await ReadyAfterEnd.MeasureAsync(clip, minutes);
        return last;
    }

    private static async Task<(double Single, double Grid)> ComposeAsync(PresenterClip h264, PresenterClip vp8)
    {
        CompositionSpeed.Header();
        var single = await CompositionSpeed.MeasureAsync("single", vp8, presenters: 1, new CompositionStyle());
        var grid = await CompositionSpeed.MeasureAsync("grid of 4", vp8, presenters: 4, new CompositionStyle());
        await CompositionSpeed.MeasureAsync("speaker of 4", vp8, presenters: 4, new CompositionStyle { Arrangement = Arrangement.Speaker });
        await CompositionSpeed.MeasureAsync("single, 1080p", vp8, presenters: 1, new CompositionStyle { Height = 1080 });
        await CompositionSpeed.MeasureAsync("single, copied", h264, presenters: 1, new CompositionStyle());
        return (single, grid);
    }
}
