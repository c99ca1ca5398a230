using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.Journal;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Tests.Pipeline;

/// <summary>What can happen to a recording besides being published: another look, cancellation, too little room, expiry, a hold.</summary>
public sealed class RecordingLifeTests : IDisposable
{
    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Is_rendered_in_another_look_while_the_old_one_stays()
    {
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var media = new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, begun, goOn.Task, before: 1) };
        await using var app = await JobsApp.StartAsync(data.Path, media);
        await PublishAsync(app);

        var style = new CompositionStyle { Arrangement = Arrangement.Speaker, Height = 1080, Title = "Welcome" };
        Assert.Equal(RenderResult.Enqueued, await app.Pipeline.RenderAsync(new("r1"), style, default));
        await begun.Task;
        Assert.Equal(RenderResult.Busy, await app.Pipeline.RenderAsync(new("r1"), style, default));
        Assert.All((await app.FindAsync("r1"))!.Files, file => Assert.True(File.Exists(data.File($"objects/{file.StoreKey}"))));
        goOn.SetResult();
        var again = await app.WhenReadyAsync("r1");
        await WhenIdleAsync(app);

        Assert.Equal((2, style), (again.Version, again.Style));
        Assert.All(again.Files, file => Assert.StartsWith("recordings/r1/v2/", file.StoreKey, StringComparison.Ordinal));
        Assert.Equal(again.Files.Count, Directory.EnumerateFiles(data.File("objects/recordings/r1"), "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task Stops_when_it_is_cancelled_and_goes_on_when_it_is_retried()
    {
        var begun = new TaskCompletionSource();
        var media = new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, begun, before: 0) };
        await using var app = await JobsApp.StartAsync(data.Path, media);
        await CompleteAsync(app);
        await begun.Task;

        Assert.True(await app.Pipeline.CancelAsync(new("r1"), default));
        Assert.False(await app.Pipeline.CancelAsync(new("r1"), default));
        var cancelled = (await app.FindAsync("r1"))!;
        Assert.Equal((RecordingState.Failed, "It was cancelled. It can be retried."), (cancelled.State, cancelled.Error));

        Assert.Equal(RetryResult.Enqueued, await app.Pipeline.RetryAsync(new("r1"), default));
        await app.WhenReadyAsync("r1");
        await WhenIdleAsync(app);
        Assert.Equal(1, media.Runs.Count(run => run == RecordingStep.Finalize));
        Assert.Equal(["Was cancelled.", "Published."], await HistoryAsync(app));
    }

    [Fact]
    public async Task A_second_job_keeps_no_worker_waiting_and_counts_no_attempt()
    {
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var media = new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, begun, goOn.Task, before: 0) };
        await using var app = await JobsApp.StartAsync(data.Path, media, ("Jobs:Concurrency", "2"));
        await CompleteAsync(app);
        await begun.Task;

        await app.Get<RecordingSchedule>().EnqueueAsync(new("r1"), default);
        await app.WhenPutOffAsync((await app.FindAsync("r1"))!.JobId!);
        await PublishAsync(app, "r2");

        var meanwhile = (await app.FindAsync("r1"))!;
        Assert.Equal((RecordingState.Processing, 0, null), (meanwhile.State, meanwhile.Attempts, meanwhile.Error));
        goOn.SetResult();
        await app.WhenReadyAsync("r1");
        await WhenIdleAsync(app);
        Assert.Equal(["Published."], await HistoryAsync(app));
    }

    [Fact]
    public async Task Does_not_begin_without_room_and_says_how_much_is_missing()
    {
        await using var app = await JobsApp.StartAsync(data.Path, settings: [("Jobs:LeastFreeBytes", $"{1L << 60}"), ("Jobs:Retries", "0")]);
        Directory.CreateDirectory(data.File("journals/r1"));

        await CompleteAsync(app);
        var failed = await app.WhenFailedAsync("r1");

        Assert.StartsWith("Reading the journal failed: There is too little room on the disk: 1152921504607 MB are needed", failed.Error, StringComparison.Ordinal);
        Assert.Equal([failed.Error!], await HistoryAsync(app));
    }

    [Fact]
    public async Task Is_deleted_everywhere_when_it_expires_but_not_under_a_hold()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());
        await PublishAsync(app, "held");
        await PublishAsync(app, "kept");
        await PublishAsync(app, "r1");

        await app.Pipeline.KeepAsync(new("held"), DateTimeOffset.UnixEpoch, legalHold: true, default);
        var gone = WhenGoneAsync(app, "r1");
        await app.Pipeline.KeepAsync(new("r1"), DateTimeOffset.UnixEpoch, legalHold: false, default);
        app.Get<IRecurringJobManager>().Trigger(RecordingExpiry.Id);
        await gone;

        Assert.False(Directory.Exists(data.File("objects/recordings/r1")));
        Assert.Equal(DeleteResult.OnHold, await app.Pipeline.DeleteAsync(new("held"), default));
        Assert.NotNull(await app.FindAsync("held"));
        Assert.NotNull(await app.FindAsync("kept"));
        Assert.False(await app.Pipeline.KeepAsync(new("r1"), null, legalHold: false, default));
    }

    [Fact]
    public async Task Gets_its_last_day_when_it_is_published()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia(), ("Jobs:RetentionDays", "30"));
        await PublishAsync(app);
        var expires = (await app.FindAsync("r1"))!.ExpiresAt!.Value;
        Assert.InRange(expires, TimeProvider.System.GetUtcNow().AddDays(29.9), TimeProvider.System.GetUtcNow().AddDays(30));
    }

    private static async Task CompleteAsync(JobsApp app, string recordingId = "r1")
    {
        await app.Pipeline.StartAsync(new(recordingId), new("w1"), DateTimeOffset.UnixEpoch, default);
        await app.Pipeline.CompleteAsync(new(recordingId), DateTimeOffset.UnixEpoch.AddMinutes(1), default);
    }

    private static async Task PublishAsync(JobsApp app, string recordingId = "r1")
    {
        await CompleteAsync(app, recordingId);
        await app.WhenReadyAsync(recordingId);
    }

    // A job writes its history and clears up after it has published.
    private static async Task WhenIdleAsync(JobsApp app)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var held = await app.Get<RecordingLocks>().TryEnterAsync(new("r1"), patience.Token);
            if (held is not null)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }

    private static async Task WhenGoneAsync(JobsApp app, string recordingId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var change in app.Changes.ReadAllAsync(patience.Token))
            if (change.RecordingId.Value == recordingId && change.State is null)
                return;
    }

    private static async Task<List<string>> HistoryAsync(JobsApp app)
    {
        await using var catalogue = await app.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        return await catalogue.RecordingNotes.Where(note => note.RecordingId == new RecordingId("r1")).OrderBy(note => note.Id).Select(note => note.Text).ToListAsync();
    }
}
