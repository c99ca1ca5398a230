using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.Hosting;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Recordings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Tests.Pipeline;

/// <summary>The journals of recordings that were published 31 days ago.</summary>
public sealed class JournalRemovalTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Published = TimeProvider.System.GetUtcNow().AddDays(-31);

    private readonly TempDirectory data = new();
    private JobsApp app = null!;

    // What it does by itself at start would come in between.
    public async Task InitializeAsync() => app = await JobsApp.StartAsync(data.Path, new ScriptedMedia(), ("Journal:KeepDays", "0"));

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Go_after_thirty_days_and_the_recording_stays_but_cannot_be_rendered_again()
    {
        await AddAsync("r1");
        var sizes = Sizes(keepDays: 30);
        Assert.Equal(4, sizes.OnDisk(new("r1")));

        await Removal(keepDays: 30).RunAsync(default);

        Assert.False(Directory.Exists(data.File("journals/r1")));
        var recording = (await app.FindAsync("r1"))!;
        Assert.NotNull(recording.JournalRemovedAt);
        Assert.Null(sizes.JournalKeptUntil(recording));
        Assert.Equal(0, sizes.OnDisk(new("r1")));
        Assert.Equal(RenderResult.JournalGone, await app.Pipeline.RenderAsync(new("r1"), CompositionStyle.Default, default));
        Assert.Equal(RecordingState.Ready, (await app.FindAsync("r1"))!.State);
    }

    [Fact]
    public async Task Stay_under_a_hold_and_while_a_recording_is_unfinished_or_was_published_lately()
    {
        await AddAsync("held", recording => recording.LegalHold = true);
        await AddAsync("failed", recording => recording.State = RecordingState.Failed);
        await AddAsync("new", recording => recording.PublishedAt = Published.AddDays(2));

        await Removal(keepDays: 30).RunAsync(default);

        foreach (var recordingId in (string[])["held", "failed", "new"])
            Assert.Equal((4, null), (app.Get<RecordingSizes>().OnDisk(new(recordingId)), (await app.FindAsync(recordingId))!.JournalRemovedAt));
        Assert.Equal(Published.AddDays(32).Date, Sizes(keepDays: 30).JournalKeptUntil((await app.FindAsync("new"))!)!.Value.Date);
    }

    [Fact]
    public async Task Stay_for_ever_where_nothing_is_to_be_removed()
    {
        await AddAsync("r1");

        await Removal(keepDays: 0).RunAsync(default);

        Assert.True(Directory.Exists(data.File("journals/r1")));
        Assert.Null(Sizes(keepDays: 0).JournalKeptUntil((await app.FindAsync("r1"))!));
    }

    [Fact]
    public async Task Are_counted_with_all_that_recordings_take()
    {
        await AddAsync("r1", recording => recording.LiveBytes = 1_000);
        await AddAsync("r2", recording => recording.LiveBytes = 500);

        var totals = await app.Get<RecordingSizes>().TotalsAsync(default);

        Assert.Equal((8, 1_500), (totals.DiskBytes, totals.StoredBytes));
        Assert.True(totals.FreeBytes > 0);
    }

    private JournalRemoval Removal(int keepDays) => new(
        app.Get<RecordingUpdates>(), app.Get<RecordingLocks>(), app.Get<JournalParts>(), app.Get<IObjectStore>(), app.Get<RecorderNode>(), Kept(keepDays), TimeProvider.System);

    private RecordingSizes Sizes(int keepDays) => new(
        app.Get<IDbContextFactory<RecordingCatalogue>>(), app.Get<RecorderNode>(), app.Get<IOptions<RecorderOptions>>(), app.Get<IOptions<JobsOptions>>(), Kept(keepDays));

    private static IOptions<JournalOptions> Kept(int days) => Options.Create(new JournalOptions { KeepDays = days });

    private async Task AddAsync(string recordingId, Action<Recording>? change = null)
    {
        var recording = new Recording
        {
            Id = new(recordingId),
            WebinarId = new("w1"),
            State = RecordingState.Ready,
            StartedAt = Published,
            EndedAt = Published,
            PublishedAt = Published,
        };
        change?.Invoke(recording);
        await using var catalogue = await app.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        catalogue.Add(recording);
        await catalogue.SaveChangesAsync();
        // What can be watched at once is in the store: nobody packages the journal again beside the test.
        var live = app.Get<LiveRecordings>();
        Directory.CreateDirectory(live.DirectoryOf(new(recordingId)));
        live.MarkStored(new(recordingId));
        await File.WriteAllTextAsync(data.File($"journals/{recordingId}/0-0.rtpj"), "rtpj");
    }
}
