using System.Collections.Concurrent;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Finalizing;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>Runs every case once, two at a time, plays the videos in Chromium, and writes the table that <c>make test-recording</c> shows.</summary>
public sealed class CaseRun : IAsyncLifetime, IDisposable
{
    private const int AtATime = 2;

    /// <summary>A video that plays mostly waits.</summary>
    private const int PlayedAtATime = 4;

    /// <summary>Names the file that the table goes to.</summary>
    private const string TableVariable = "RECORDING_CASES_TABLE";

    /// <summary>Smaller than anybody would ask for, because there are many.</summary>
    private static readonly CompositionStyle Style = new() { Height = 180 };

    private readonly TemporaryDirectory directory = new();
    private readonly ConcurrentDictionary<string, Task<CaseResult>> results = [];

    internal Task<CaseResult> ResultOf(string name) => results[name];

    public async Task InitializeAsync()
    {
        await TestClip.MakeAsync();
        var cases = RecordingCases.All.Select((each, number) => (each, directory[$"{number}"]));
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (entry, ct) =>
        {
            results[entry.each.Name] = RunAsync(entry.each, entry.Item2, ct);
            await Record.ExceptionAsync(() => results[entry.each.Name]);
        });
        var made = RecordingCases.All.Select(each => results[each.Name]).Where(result => result.IsCompletedSuccessfully).ToList();
        var chromium = new VideoPlayback();
        await chromium.InitializeAsync();
        await Parallel.ForEachAsync(made, new ParallelOptions { MaxDegreeOfParallelism = PlayedAtATime }, async (result, _) =>
            (await result).Playing = await chromium.PlayAsync((await result).Video.Path));
        await chromium.DisposeAsync();
        if (Environment.GetEnvironmentVariable(TableVariable) is { Length: > 0 } path)
            await File.WriteAllLinesAsync(path, CaseTable.Lines(await Task.WhenAll(made)));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => directory.Dispose();

    private static async Task<CaseResult> RunAsync(RecordingCase asked, string folder, CancellationToken ct)
    {
        var stage = new CaseStage();
        stage.Schedule.Start();
        await asked.Arrange(stage);
        var journal = await RecordAsync(stage, Path.Combine(folder, "journals"));
        var damaged = asked.Damage(journal);
        var work = Path.Combine(folder, "work");
        if (asked.IsInterrupted)
            await InterruptAsync(journal, work);
        var finalizer = new RecordingFinalizer();
        var manifest = await finalizer.FinalizeAsync(journal, work, new Progress<double>(), ct);
        var video = await finalizer.ComposeAsync(manifest, Style, work, new Progress<double>(), ct);
        return new CaseResult(asked, damaged, manifest, video, await MediaAnalysis.OfAsync(video.Path));
    }

    private static async Task<string> RecordAsync(CaseStage stage, string journals)
    {
        var journal = await stage.Schedule.RecordAsync(journals);
        if (stage.AfterRestart is not var (later, seconds))
            return journal;
        JournalDamage.TearTail(journal);
        return await later.Schedule.RecordAsync(journals, startedAt: seconds);
    }

    // Cancelled in the middle and left with what a kill leaves: half a file under a temporary name.
    private static async Task InterruptAsync(string journal, string work)
    {
        var finalizer = new RecordingFinalizer();
        var manifest = await finalizer.FinalizeAsync(journal, work, new Progress<double>(), CancellationToken.None);
        using var killed = new CancellationTokenSource();
        var progress = new SynchronousProgress(percent =>
        {
            if (percent > 20)
                killed.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finalizer.ComposeAsync(manifest, Style, work, progress, killed.Token));
        await File.WriteAllBytesAsync(Path.Combine(work, "segments", "half.mp4.0.unfinished"), new byte[1_000]);
    }

    private sealed class SynchronousProgress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
