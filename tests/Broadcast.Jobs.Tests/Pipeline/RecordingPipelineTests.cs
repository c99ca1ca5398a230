using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Packaging;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Tests.Pipeline;

public sealed class RecordingPipelineTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly (string Key, string Value) OftenCaughtUp = ("Jobs:CatchUpInterval", "00:00:00.050");

    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Publishes_a_recording_that_was_started_and_completed()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());

        await CompleteAsync(app, "r1");
        var recording = await app.WhenReadyAsync("r1");

        Assert.Equal(100, recording.Percent);
        Assert.Null(recording.Step);
        Assert.Equal(ScriptedMedia.VideoDuration, recording.Duration);
        Assert.Equal(Start.AddMinutes(1), recording.EndedAt);
        Assert.Equal([RecordingFileKind.Poster, RecordingFileKind.Video], recording.Files.Select(f => f.Kind).Order().Reverse());
        Assert.Equal("recording-2024-10-04-0000.mp4", recording.Files.Single(f => f.Kind == RecordingFileKind.Video).Name);
        foreach (var file in recording.Files)
            Assert.Equal(file.Bytes, (await app.Get<IObjectStore>().HeadAsync(ObjectKey.Parse(file.StoreKey), default))?.Bytes);
    }

    [Fact]
    public async Task Leaves_no_work_file_behind()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());

        await CompleteAsync(app, "r1");
        await app.WhenReadyAsync("r1");
        await app.DisposeAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(data.File("work")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.File("objects/.partial")));
    }

    [Fact]
    public async Task Tries_again_from_the_step_that_failed_and_says_why_meanwhile()
    {
        var seen = new TaskCompletionSource();
        var media = new ScriptedMedia { OnRun = FailTwice(RecordingStep.Compose, "The picture was upside down.", seen.Task) };
        await using var app = await JobsApp.StartAsync(data.Path, media);

        await CompleteAsync(app, "r1");
        var waiting = await app.WhenAsync("r1", r => r.Error is not null);
        seen.SetResult();
        var recording = await app.WhenReadyAsync("r1");

        Assert.Equal("Making the video failed: The picture was upside down. It is tried again in 1 s.", waiting.Error);
        Assert.Equal(RecordingState.Processing, waiting.State);
        Assert.Null(recording.Error);
        Assert.Equal(1, media.Runs.Count(run => run == RecordingStep.Finalize));
        Assert.Equal(3, media.Runs.Count(run => run == RecordingStep.Compose));
    }

    [Fact]
    public async Task Waits_twice_as_long_before_each_further_attempt()
    {
        var attempts = new List<long>();
        var media = new ScriptedMedia { OnRun = NoteTimes(attempts) };
        await using var app = await JobsApp.StartAsync(data.Path, media, ("Jobs:Retries", "3"), ("Jobs:RetryDelay", "00:00:00.200"));

        await CompleteAsync(app, "r1");
        await app.WhenFailedAsync("r1");

        Assert.Equal(4, attempts.Count);
        var waits = attempts.Zip(attempts.Skip(1), (a, b) => TimeSpan.FromTicks(b - a).TotalSeconds).ToList();
        Assert.True(waits[0] >= 0.2 && waits[1] >= 0.4 && waits[2] >= 0.8, string.Join(", ", waits));
    }

    [Fact]
    public async Task Fails_in_words_when_the_attempts_are_used_up_and_succeeds_when_retried_by_hand()
    {
        var broken = true;
        var media = new ScriptedMedia { OnRun = (step, _, _, _) => broken && step == RecordingStep.Finalize ? throw new IOException("The disk is full.") : Task.CompletedTask };
        await using var app = await JobsApp.StartAsync(data.Path, media, ("Jobs:Retries", "1"));

        await CompleteAsync(app, "r1");
        var failed = await app.WhenFailedAsync("r1");
        Assert.Equal("Reading the journal failed: The disk is full. It can be retried.", failed.Error);
        Assert.Equal(RecordingStep.Finalize, failed.Step);
        Assert.Equal(2, media.Runs.Count);

        broken = false;
        Assert.Equal(RetryResult.Enqueued, await app.Pipeline.RetryAsync(new("r1"), default));
        Assert.Null((await app.WhenReadyAsync("r1")).Error);
        Assert.Equal(RetryResult.NotFailed, await app.Pipeline.RetryAsync(new("r1"), default));
        Assert.Equal(RetryResult.NotFound, await app.Pipeline.RetryAsync(new("other"), default));
    }

    [Fact]
    public async Task Shows_the_progress_of_a_step_under_way()
    {
        var seen = new TaskCompletionSource();
        var media = new ScriptedMedia { OnRun = HalfWay(RecordingStep.Compose, seen.Task) };
        await using var app = await JobsApp.StartAsync(data.Path, media);

        await CompleteAsync(app, "r1");
        var recording = await app.WhenAsync("r1", r => r.Percent > 40);
        seen.SetResult();
        await app.WhenReadyAsync("r1");

        Assert.Equal((RecordingState.Processing, RecordingStep.Compose, 45), (recording.State, recording.Step, recording.Percent));
    }

    [Fact]
    public async Task Uploads_again_what_the_store_gave_back_wrongly()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia(), ("Jobs:RetryDelay", "00:00:02"));
        var stored = data.File("objects/recordings/r1/v1/recording.mp4");
        Directory.CreateDirectory(Path.GetDirectoryName(stored)!);
        await File.WriteAllTextAsync(stored, new string('x', ScriptedMedia.VideoContent.Length));

        await CompleteAsync(app, "r1");
        var waiting = await app.WhenAsync("r1", r => r.Error is not null);
        await app.WhenReadyAsync("r1");

        Assert.StartsWith("Checking the stored files failed: The store gave back something else", waiting.Error, StringComparison.Ordinal);
        Assert.Equal(ScriptedMedia.VideoContent, await File.ReadAllTextAsync(stored));
    }

    [Fact]
    public async Task Deletes_a_recording_from_store_journal_and_catalogue()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());
        Directory.CreateDirectory(data.File("journals/r1"));
        await CompleteAsync(app, "r1");
        await CompleteAsync(app, "r12");
        await app.WhenReadyAsync("r1");
        await app.WhenReadyAsync("r12");

        Assert.Equal(DeleteResult.Deleted, await app.Pipeline.DeleteAsync(new("r1"), default));
        Assert.Equal(DeleteResult.NotFound, await app.Pipeline.DeleteAsync(new("r1"), default));

        Assert.Null(await app.FindAsync("r1"));
        Assert.False(Directory.Exists(data.File("objects/recordings/r1")));
        Assert.False(Directory.Exists(data.File("journals/r1")));
        Assert.False(Directory.Exists(data.File("work/r1")));
        Assert.Equal(2, (await app.FindAsync("r12"))!.Files.Count);
        Assert.Equal(2, Directory.EnumerateFiles(data.File("objects/recordings/r12/v1")).Count());
    }

    [Fact]
    public async Task Deletes_a_recording_whose_processing_is_under_way()
    {
        var begun = new TaskCompletionSource();
        var media = new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, begun) };
        await using var app = await JobsApp.StartAsync(data.Path, media);

        await CompleteAsync(app, "r1");
        await begun.Task;

        Assert.Equal(DeleteResult.Deleted, await app.Pipeline.DeleteAsync(new("r1"), default));
        Assert.Null(await app.FindAsync("r1"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.File("work")));
    }

    [Fact]
    public async Task Does_not_delete_what_is_still_being_recorded()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());
        await app.Pipeline.StartAsync(new("r1"), new("w1"), Start, default);

        Assert.Equal(DeleteResult.StillRecording, await app.Pipeline.DeleteAsync(new("r1"), default));
        Assert.Equal(RecordingState.Recording, (await app.FindAsync("r1"))!.State);
    }

    [Fact]
    public async Task Ends_and_processes_at_start_what_an_earlier_process_left_recording()
    {
        await using (var crashed = await JobsApp.StartAsync(data.Path, new ScriptedMedia()))
            await crashed.Pipeline.StartAsync(new("r1"), new("w1"), Start, default);
        Directory.CreateDirectory(data.File("journals/r1"));
        await File.WriteAllTextAsync(data.File("journals/r1/1-1.rtpj"), "");
        File.SetLastWriteTimeUtc(data.File("journals/r1/1-1.rtpj"), Start.AddMinutes(7).UtcDateTime);

        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());

        Assert.Equal(Start.AddMinutes(7), (await app.WhenReadyAsync("r1")).EndedAt);
    }

    [Fact]
    public async Task Goes_on_after_an_orderly_stop_in_the_middle()
    {
        var begun = new TaskCompletionSource();
        var first = new ScriptedMedia { OnRun = ScriptedMedia.HangIn(RecordingStep.Compose, begun) };
        await using (var stopped = await JobsApp.StartAsync(data.Path, first))
        {
            await CompleteAsync(stopped, "r1");
            await begun.Task;
        }

        var second = new ScriptedMedia();
        await using var app = await JobsApp.StartAsync(data.Path, second);
        await app.WhenReadyAsync("r1");

        Assert.DoesNotContain(RecordingStep.Finalize, second.Runs);
    }

    [Fact]
    public async Task Writes_down_the_end_of_a_recording_as_soon_as_the_disk_takes_it()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia(), OftenCaughtUp);
        await app.Pipeline.StartAsync(new("r1"), new("w1"), Start, default);
        await using var catalogue = await app.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        await catalogue.Database.ExecuteSqlRawAsync("CREATE TRIGGER Full BEFORE UPDATE ON Recordings BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");

        await app.Pipeline.CompleteAsync(new("r1"), Start.AddMinutes(1), default);
        Assert.Equal(RecordingState.Recording, (await app.FindAsync("r1"))!.State);
        await catalogue.Database.ExecuteSqlRawAsync("DROP TRIGGER Full");

        Assert.Equal(Start.AddMinutes(1), (await app.WhenReadyAsync("r1")).EndedAt);
    }

    [Fact]
    public async Task Processes_what_was_ended_but_could_not_be_planned()
    {
        await using var app = await JobsApp.StartAsync(data.Path, new ScriptedMedia(), OftenCaughtUp);
        await app.Pipeline.StartAsync(new("r1"), new("w1"), Start, default);

        await using var catalogue = await app.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        await catalogue.Recordings.ExecuteUpdateAsync(recording => recording.SetProperty(each => each.State, RecordingState.Processing));

        await app.WhenReadyAsync("r1");
    }

    private static async Task CompleteAsync(JobsApp app, string recordingId)
    {
        await app.Pipeline.StartAsync(new(recordingId), new("w1"), Start, default);
        await app.Pipeline.StartAsync(new(recordingId), new("w1"), Start, default);
        await app.Pipeline.CompleteAsync(new(recordingId), Start.AddMinutes(1), default);
    }

    private static Func<RecordingStep, int, IProgress<double>, CancellationToken, Task> FailTwice(
        RecordingStep failing, string reason, Task secondAttempt) =>
        async (step, before, _, _) =>
        {
            if (step != failing)
                return;
            if (before > 0)
                await secondAttempt;
            if (before < 2)
                throw new IOException(reason);
        };

    private static Func<RecordingStep, int, IProgress<double>, CancellationToken, Task> NoteTimes(List<long> attempts) =>
        (_, _, _, _) =>
        {
            attempts.Add(TimeProvider.System.GetUtcNow().Ticks);
            throw new IOException("No.");
        };

    private static Func<RecordingStep, int, IProgress<double>, CancellationToken, Task> HalfWay(RecordingStep half, Task until) =>
        (step, _, progress, _) =>
        {
            if (step != half)
                return Task.CompletedTask;
            progress.Report(50);
            return until;
        };
}
