using System.Text.Json;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Tests.ObjectStores;
using Broadcast.Recorder.Live.Formats;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Tests.Journals;

/// <summary>A recording of two epochs from two machines that share no disk, made into a video on a third one.</summary>
public abstract class JournalThroughStoreTests(S3ObjectStoreTests.Radosgw? server) : IDisposable
{
    private readonly Machines machines = new(server);

    /// <summary>Its own: the store may be shared with other tests.</summary>
    protected string Id { get; } = $"r{Guid.NewGuid():N}";

    private protected Machines Machines => machines;

    public void Dispose()
    {
        machines.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Comes_as_a_whole_from_a_machine_that_died_and_the_one_that_went_on()
    {
        await using var worker = await machines.StartWorkerAsync(("Jobs:Concurrency", "0"));
        await BeginAsync(worker);
        await Machines.RecordAndDieAsync(await machines.StartRecorderAsync("first"), Id, 0);
        await using var second = await machines.StartRecorderAsync("second");
        await Machines.RecordAsync(second, Id, 1);
        Assert.Null(await Machines.LookAsync(second));
        await worker.Pipeline.CompleteAsync(new(Id), TimeProvider.System.GetUtcNow(), default);
        await Assert.ThrowsAsync<JournalAwaited>(() => Machines.FinalizeAsync(worker, Id));

        await using var first = await machines.StartRecorderAsync("first");
        Assert.Null(await Machines.LookAsync(first));
        var manifest = await Machines.FinalizeAsync(worker, Id);

        Assert.Equal([Speech.Frames, Speech.Frames], manifest.Tracks.Select(track => track.PacketsReceived));
        Assert.Equal([0, 0], manifest.Tracks.Select(track => track.PacketsMissing));
        Assert.Empty(manifest.Damage);
        Assert.Equal(0, manifest.PacketsShed);
        Assert.All(await PartsAsync(worker), part => Assert.Equal(part.StoredBytes, part.UsedBytes));
    }

    private protected async Task BeginAsync(JobsApp worker)
    {
        await worker.Pipeline.StartAsync(new(Id), new("w1"), TimeProvider.System.GetUtcNow(), default);
        worker.Pipeline.Opened(new(Id), 0);
        worker.Pipeline.Opened(new(Id), 1);
    }

    private protected Task<IReadOnlyList<JournalPart>> PartsAsync(JobsApp app) => app.Get<JournalParts>().OfAsync(new(Id), default);
}

[Trait("Category", "Servers")]
public sealed class JournalThroughS3Tests(S3ObjectStoreTests.Radosgw server) : JournalThroughStoreTests(server), IClassFixture<S3ObjectStoreTests.Radosgw>;

[Trait("Category", "Integration")]
public sealed class JournalThroughFilesTests() : JournalThroughStoreTests(server: null)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Becomes_one_video_and_goes_from_the_disks_and_can_be_had_again_from_the_store()
    {
        await using var worker = await Machines.StartWorkerAsync();
        await BeginAsync(worker);
        await using var first = await Machines.StartRecorderAsync("first");
        await Machines.RecordAsync(first, Id, 0);
        await using var second = await Machines.StartRecorderAsync("second");
        await Machines.RecordAsync(second, Id, 1);
        await worker.Pipeline.CompleteAsync(new(Id), TimeProvider.System.GetUtcNow(), default);
        Assert.Null(await Machines.LookAsync(first));
        Assert.Null(await Machines.LookAsync(second));

        var made = await worker.WhenReadyAsync(Id);
        Assert.InRange(made.Duration!.Value, 2 * Speech.Length - Tolerance, 2 * Speech.Length + Tolerance);

        Assert.True(Directory.Exists(Machines.JournalOf("first", Id)));
        await Machines.UntilGoneAsync(first, "first", Id);
        await Machines.UntilGoneAsync(second, "second", Id);
        Assert.Equal(2 * Speech.Frames, JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Machines.ObjectsOf(Id), "live", LiveFileNames.Certificate)))
            .RootElement.GetProperty("tracks").EnumerateArray().Sum(track => track.GetProperty("packetsReceived").GetInt32()));
        Assert.Equal([Speech.Frames, Speech.Frames], (await Machines.FinalizeAsync(worker, Id)).Tracks.Select(track => track.PacketsReceived));
    }

    [Fact]
    public async Task Is_made_of_what_came_when_a_machine_stays_away_and_again_when_it_is_back()
    {
        await using var worker = await Machines.StartWorkerAsync(("Jobs:Concurrency", "0"), ("Journal:Patience", "00:00:00"));
        await BeginAsync(worker);
        await using var first = await Machines.StartRecorderAsync("first");
        await Machines.RecordAsync(first, Id, 0);
        await using var second = await Machines.StartRecorderAsync("second");
        await Machines.RecordAsync(second, Id, 1);
        Assert.Null(await Machines.LookAsync(first));
        await worker.Pipeline.CompleteAsync(new(Id), TimeProvider.System.GetUtcNow(), default);

        Assert.Equal(Speech.Frames, (await Machines.FinalizeAsync(worker, Id)).Tracks.Sum(track => track.PacketsReceived));
        await SetStateAsync(worker, RecordingState.Ready);
        await Machines.UntilGoneAsync(first, "first", Id);
        Assert.Equal(RecordingState.Ready, (await worker.FindAsync(Id))!.State);

        Assert.Null(await Machines.LookAsync(second));
        Assert.Equal(RecordingState.Processing, (await worker.FindAsync(Id))!.State);
        Assert.Equal(2 * Speech.Frames, (await Machines.FinalizeAsync(worker, Id)).Tracks.Sum(track => track.PacketsReceived));
        Assert.Equal(
            ["1 of 2 parts of the journal did not come as a whole from the machines that recorded them. The video is made of what there is, and again when they come.",
             "A part of its journal came later: the video is made again, with it."],
            await NotesAsync(worker));
    }

    [Fact]
    public async Task A_chunk_that_the_store_has_otherwise_is_refused_in_words_and_stored_again_by_who_recorded_it()
    {
        await using var worker = await Machines.StartWorkerAsync(("Jobs:Concurrency", "0"));
        await BeginAsync(worker);
        await using var first = await Machines.StartRecorderAsync("first");
        await Machines.RecordAsync(first, Id, 0);
        await Machines.RecordAsync(first, Id, 1);
        Assert.Null(await Machines.LookAsync(first));
        await worker.Pipeline.CompleteAsync(new(Id), TimeProvider.System.GetUtcNow(), default);
        var chunk = Path.Combine(Machines.ObjectsOf(Id), "journal", "1-1.rtpj");
        var bytes = await File.ReadAllBytesAsync(chunk);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(chunk, bytes);

        var refused = await Assert.ThrowsAsync<ObjectStoreException>(() => Machines.FinalizeAsync(worker, Id));
        Assert.Equal("1-1.rtpj of the journal came from the store otherwise than it was recorded. The machine that recorded it is asked for it again.", refused.Message);

        Assert.Null(await Machines.LookAsync(first));
        Assert.Equal(0, (await Machines.FinalizeAsync(worker, Id)).Tracks.Sum(track => track.PacketsMissing));
    }

    [Fact]
    public async Task What_is_in_the_store_and_no_part_of_it_is_passed_over()
    {
        await using var worker = await Machines.StartWorkerAsync(("Jobs:Concurrency", "0"), ("Journal:Patience", "00:00:00"));
        await BeginAsync(worker);
        await using var first = await Machines.StartRecorderAsync("first");
        await Machines.RecordAsync(first, Id, 0);
        Assert.Null(await Machines.LookAsync(first));
        await worker.Pipeline.CompleteAsync(new(Id), TimeProvider.System.GetUtcNow(), default);
        foreach (var name in (string[])["1.slip.json", "01.slip.json", "x.slip.json", "1-x.rtpj", "01-1.rtpj", "1-1.rtpj.bak", "notes"])
            await File.WriteAllTextAsync(Path.Combine(Machines.ObjectsOf(Id), "journal", name), """{"format":"rtpj-slip-1","chunks":[{"name":"../../etc/passwd"}]}""");

        Assert.Equal(Speech.Frames, (await Machines.FinalizeAsync(worker, Id)).Tracks.Sum(track => track.PacketsReceived));
    }

    [Fact]
    public async Task What_another_machine_has_of_a_deleted_recording_goes_and_nothing_of_it_is_stored_again()
    {
        await using var worker = await Machines.StartWorkerAsync(("Jobs:Concurrency", "0"));
        await BeginAsync(worker);
        await using var first = await Machines.StartRecorderAsync("first");
        await Machines.RecordAsync(first, Id, 0);
        Assert.Null(await Machines.LookAsync(first));
        await worker.Pipeline.CompleteAsync(new(Id), TimeProvider.System.GetUtcNow(), default);

        Assert.Equal(DeleteResult.Deleted, await worker.Pipeline.DeleteAsync(new(Id), default));
        Assert.True(Directory.Exists(Machines.JournalOf("first", Id)));
        await Machines.UntilGoneAsync(first, "first", Id);

        Assert.False(Directory.Exists(Machines.ObjectsOf(Id)));
        Assert.Equal([1], (await PartsAsync(worker)).Select(part => part.Epoch));
    }

    private async Task SetStateAsync(JobsApp app, RecordingState state)
    {
        await using var catalogue = await app.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        await catalogue.Recordings.ExecuteUpdateAsync(update => update.SetProperty(recording => recording.State, state));
    }

    private async Task<List<string>> NotesAsync(JobsApp app)
    {
        await using var catalogue = await app.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        return await catalogue.RecordingNotes.OrderBy(note => note.Id).Select(note => note.Text).ToListAsync();
    }
}
