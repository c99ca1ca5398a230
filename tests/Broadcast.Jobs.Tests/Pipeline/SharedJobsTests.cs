using System.Diagnostics;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Tests.Database;
using Hangfire;
using Xunit.Abstractions;

namespace Broadcast.Jobs.Tests.Pipeline;

/// <summary>Two processes work on the recordings of one PostgreSQL.</summary>
[Trait("Category", "Servers")]
public sealed class SharedJobsTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Five seconds on a machine of its own; a job that is not handed over but found left behind takes an hour here.</summary>
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan TakeOverAfter = TimeSpan.FromSeconds(5);

    /// <summary>For a busy machine.</summary>
    private static readonly TimeSpan TakeOverSlack = TimeSpan.FromSeconds(5);

    private EmptyDatabase database = null!;
    private (string Key, string Value)[] settings = [];

    private string Data => database.Directory.Path;

    public async Task InitializeAsync()
    {
        database = await EmptyDatabase.CreateAsync(DatabaseKind.PostgreSql);
        // Never here: each is well, however busy the machine.
        settings = [.. database.Settings, ("Jobs:TakeOverAfter", "01:00:00")];
    }

    public Task DisposeAsync()
    {
        database.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_recording_is_worked_on_by_one_of_them_at_a_time_and_keeps_no_worker_of_the_other_waiting()
    {
        using var other = await Victim.StartAsync(Data, RecordingStep.Compose, 0, settings);
        var media = new ScriptedMedia();
        await using var app = await JobsApp.StartAsync(Data, media, [.. settings, ("Jobs:Concurrency", "1")]);

        await app.Get<RecordingSchedule>().EnqueueAsync(new("r1"), default);
        await app.WhenPutOffAsync((await app.FindAsync("r1"))!.JobId!);
        Assert.Empty(media.Runs);
        await app.Pipeline.StartAsync(new("r2"), new("w1"), DateTimeOffset.UnixEpoch, default);
        await app.Pipeline.CompleteAsync(new("r2"), DateTimeOffset.UnixEpoch.AddMinutes(1), default);
        await app.WhenReadyAsync("r2");

        await other.KillAsync();
        var recording = await app.WhenReadyAsync("r1");
        Assert.Equal(0, recording.Attempts);
        Assert.Equal([RecordingStep.Finalize, RecordingStep.Compose, RecordingStep.Package, RecordingStep.Compose, RecordingStep.Package], media.Runs);
    }

    [Fact]
    public async Task One_that_stops_hands_its_job_back_at_once_and_the_other_goes_on()
    {
        var (begun, takenOver) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var first = await JobsApp.StartAsync(Data, new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, begun) }, settings);
        await first.Pipeline.StartAsync(new("r1"), new("w1"), DateTimeOffset.UnixEpoch, default);
        await first.Pipeline.CompleteAsync(new("r1"), DateTimeOffset.UnixEpoch.AddMinutes(1), default);
        await begun.Task.WaitAsync(Patience);
        var queue = first.Get<JobStorage>().GetMonitoringApi();
        Assert.Equal((0, 1), (queue.EnqueuedCount(RecordingSchedule.Queue), queue.FetchedCount(RecordingSchedule.Queue)));

        await using var second = await JobsApp.StartAsync(Data, new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, takenOver) }, settings);

        var since = Stopwatch.StartNew();
        await first.DisposeAsync();
        await takenOver.Task.WaitAsync(Patience);

        output.WriteLine($"The other is at it {since.Elapsed.TotalSeconds:F1} s after the first was told to stop.");
        Assert.InRange(since.Elapsed, TimeSpan.Zero, HandOver);
        Assert.Equal(0, (await second.FindAsync("r1"))!.Attempts);
    }

    /// <summary>It says nothing more; the other one has a disk of its own and begins anew.</summary>
    [Fact]
    public async Task The_work_of_one_that_is_killed_is_another_s_in_time()
    {
        (string Key, string Value)[] soon = [.. database.Settings, ("Jobs:TakeOverAfter", $"{TakeOverAfter}")];
        using var killed = await Victim.StartAsync(Data, RecordingStep.Compose, 0, soon);
        var takenOver = new TaskCompletionSource();
        using var disk = new TempDirectory();
        var media = new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, takenOver) };
        await using var other = await JobsApp.StartAsync(disk.Path, media, soon);

        await killed.KillAsync();
        var since = Stopwatch.StartNew();
        await takenOver.Task.WaitAsync(Patience);

        output.WriteLine($"The other is at it {since.Elapsed.TotalSeconds:F1} s after the first was killed.");
        Assert.InRange(since.Elapsed, TimeSpan.Zero, TakeOverAfter + TakeOverSlack);
        Assert.Equal([RecordingStep.Finalize, RecordingStep.Compose], media.Runs);
    }

    [Fact]
    public async Task One_deletes_what_the_other_works_on()
    {
        var begun = new TaskCompletionSource();
        await using var working = await JobsApp.StartAsync(Data, new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, begun) }, settings);
        await working.Pipeline.StartAsync(new("r1"), new("w1"), DateTimeOffset.UnixEpoch, default);
        await working.Pipeline.CompleteAsync(new("r1"), DateTimeOffset.UnixEpoch.AddMinutes(1), default);
        await begun.Task.WaitAsync(Patience);
        await using var other = await JobsApp.StartAsync(Data, new ScriptedMedia(), settings);

        Assert.Equal(DeleteResult.Deleted, await other.Pipeline.DeleteAsync(new("r1"), default).WaitAsync(Patience));

        Assert.Null(await working.FindAsync("r1"));
    }
}
