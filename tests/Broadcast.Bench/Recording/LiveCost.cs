using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Bench.Recording;

/// <summary>What recording costs while it runs: webinars of one presenter each, in their own time.</summary>
internal static class LiveCost
{
    /// <summary>Until the first segment was looked at and the code is compiled.</summary>
    private const int WarmUpSeconds = 14;

    /// <summary>Twice the time between two looks at the last segment, which cost most.</summary>
    private const int Seconds = 18;

    private sealed record Webinar(string Id, IDirectSink Sink, Instant Start, LoopedPresenter Presenter);

    public static void Header() => Table.Header("presenters", "cpu % each", "of it the light", "written MB/s", "disk p99 ms", "disk max ms");

    /// <returns>Percent of a core for each presenter: journal, packager, light and upload, the children's too.</returns>
    public static async Task<double> MeasureAsync(PresenterClip clip, int presenters)
    {
        await using var host = await RecordingHost.StartAsync();
        var webinars = new List<Webinar>();
        for (var i = 0; i < presenters; i++)
            webinars.Add(await BeginAsync(host, clip, $"r{i}"));
        var start = TimeProvider.System.GetTimestamp();
        await PlayAsync(webinars, start, 0, WarmUpSeconds);
        var before = ProcessTime.Used();
        await PlayAsync(webinars, start, WarmUpSeconds, WarmUpSeconds + Seconds);
        var used = ProcessTime.Used() - before;
        var written = webinars.Sum(webinar => new DirectoryInfo(host.Recorder.JournalDirectory(new(webinar.Id))).EnumerateFiles("*.rtpj").Sum(file => file.Length));
        Table.Row(
            $"{presenters} {clip.VideoType[6..]}", Percent(used.Own + used.Children), Percent(used.Children), $"{written / 1e6 / (WarmUpSeconds + Seconds):0.00}",
            $"{host.Disk.P99.TotalMilliseconds:0.0}", $"{host.Disk.Longest.TotalMilliseconds:0.0}");
        foreach (var webinar in webinars)
            webinar.Sink.OnClosed(webinar.Start.AddMilliseconds((WarmUpSeconds + Seconds) * 1_000));
        return 100 * (used.Own + used.Children) / TimeSpan.FromSeconds(Seconds) / presenters;

        string Percent(TimeSpan time) => $"{100 * time / TimeSpan.FromSeconds(Seconds) / presenters:0.0}";
    }

    private static async Task PlayAsync(List<Webinar> webinars, long start, int from, int to)
    {
        for (var tenth = from * 10; tenth < to * 10; tenth++)
        {
            foreach (var webinar in webinars)
                webinar.Presenter.Play(tenth);
            var wait = TimeSpan.FromSeconds((tenth + 1) / 10d) - TimeProvider.System.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
        }
    }

    private static async Task<Webinar> BeginAsync(RecordingHost host, PresenterClip clip, string id)
    {
        var (sink, start) = await host.BeginAsync(id);
        var presenter = new LoopedPresenter(clip, "ann", sink, start);
        presenter.Open();
        return new Webinar(id, sink, start, presenter);
    }
}
