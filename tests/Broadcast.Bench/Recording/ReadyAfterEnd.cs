using Broadcast.Jobs.Catalogue;

namespace Broadcast.Bench.Recording;

/// <summary>How long after the end of a webinar the whole can be watched, and its video downloaded.</summary>
internal static class ReadyAfterEnd
{
    public static void Header() => Table.Header("minutes", "plays after s", "MP4 after s");

    /// <returns>Seconds from the end until the HLS is whole and stored.</returns>
    public static async Task<double> MeasureAsync(PresenterClip clip, int minutes)
    {
        await using var host = await RecordingHost.StartAsync();
        var (sink, start) = await host.BeginAsync("r");
        var presenter = new LoopedPresenter(clip, "ann", sink, start);
        presenter.Open();
        await host.PlayAsync("r", presenter, minutes * 600);
        await WhenPackagedAsync(host, minutes);
        var end = TimeProvider.System.GetTimestamp();
        await host.EndAsync("r", sink, start.AddMilliseconds(minutes * 60_000L));
        while (!File.Exists(Path.Combine(host.Live.DirectoryOf(new("r")), "stored")))
            await Task.Delay(20);
        var plays = TimeProvider.System.GetElapsedTime(end).TotalSeconds;
        while (await host.FindAsync("r") is not { State: RecordingState.Ready or RecordingState.Failed })
            await Task.Delay(200);
        Table.Row(minutes, $"{plays:0.0}", $"{TimeProvider.System.GetElapsedTime(end).TotalSeconds:0.0}");
        return plays;
    }

    // A webinar does not last seconds: what is packaged while it runs has been packaged when it ends.
    private static async Task WhenPackagedAsync(RecordingHost host, int minutes)
    {
        const int segmentSeconds = 10;
        var wanted = minutes * 60 / segmentSeconds - 1;
        while (!Directory.Exists(host.Live.DirectoryOf(new("r")))
            || Directory.EnumerateFiles(host.Live.DirectoryOf(new("r"))).Count(path => !path.EndsWith(".m3u8", StringComparison.Ordinal)) < wanted)
            await Task.Delay(100);
        var (files, still) = (-1, 0);
        while (still < 10)
        {
            var now = Directory.EnumerateFiles(host.Live.DirectoryOf(new("r"))).Count();
            (files, still) = now == files ? (files, still + 1) : (now, 0);
            await Task.Delay(100);
        }
    }
}
