using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.Jobs.Tests.Database;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Packaging;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Tests.Catalogue;

public abstract class RecordingCatalogueTests(DatabaseKind kind)
{
    [Fact]
    public async Task Keeps_everything_of_a_recording_and_sorts_by_time()
    {
        using var database = await PreparedAsync();
        await using (var catalogue = Open(database))
        {
            catalogue.AddRange(RecordingOf("old", 0), RecordingOf("new", 2), RecordingOf("mid", 1));
            await catalogue.SaveChangesAsync();
        }

        await using var read = Open(database);
        var recordings = await read.Recordings.OrderByDescending(r => r.StartedAt).ToListAsync();

        Assert.Equal(["new", "mid", "old"], recordings.Select(r => r.Id.Value));
        Assert.Equal((RecordingState.Failed, RecordingStep.Upload), (recordings[0].State, recordings[0].Step));
        Assert.Equal(TimeSpan.FromMilliseconds(1234), recordings[0].Duration);
        Assert.Null(recordings[0].EndedAt);
        Assert.Equal(recordings[0].Style, RecordingOf("new", 2).Style);
    }

    [Fact]
    public async Task A_recordings_files_go_with_it_and_its_notes_are_numbered_in_order()
    {
        using var database = await PreparedAsync();
        await using (var catalogue = Open(database))
        {
            var recording = RecordingOf("r1", 0);
            recording.Files.Add(new RecordingFile
            {
                StoreKey = "r1/1/recording.mp4",
                RecordingId = new("r1"),
                Name = "recording.mp4",
                Kind = RecordingFileKind.Video,
                ContentType = "video/mp4",
                Bytes = 5_000_000_000,
                Sha256 = new string('a', 64),
            });
            catalogue.Add(recording);
            catalogue.Add(new RecordingNote { RecordingId = new("r1"), Text = "first" });
            await catalogue.SaveChangesAsync();
            catalogue.Add(new RecordingNote { RecordingId = new("r1"), Text = "second" });
            await catalogue.SaveChangesAsync();
        }

        await using var read = Open(database);
        Assert.Equal(["first", "second"], await read.RecordingNotes.OrderBy(note => note.Id).Select(note => note.Text).ToListAsync());
        Assert.Equal(5_000_000_000, (await read.RecordingFiles.SingleAsync()).Bytes);
        await read.Recordings.Where(recording => recording.Id == new RecordingId("r1")).ExecuteDeleteAsync();
        Assert.Empty(await read.RecordingFiles.ToListAsync());
    }

    private async Task<EmptyDatabase> PreparedAsync()
    {
        var database = await EmptyDatabase.CreateAsync(kind);
        await using var catalogue = Open(database);
        await SchemaMigration.RunAsync(catalogue, default);
        return database;
    }

    private static RecordingCatalogue Open(EmptyDatabase database) => database.Open<RecordingCatalogue>(options => new(options));

    private static Recording RecordingOf(string id, int minute) => new()
    {
        Id = new(id),
        WebinarId = new("w1"),
        State = RecordingState.Failed,
        Step = RecordingStep.Upload,
        StartedAt = DateTimeOffset.UnixEpoch.AddMinutes(minute),
        Duration = TimeSpan.FromMilliseconds(1234),
    };
}

public sealed class SqliteRecordingCatalogueTests() : RecordingCatalogueTests(DatabaseKind.Sqlite)
{
    [Fact]
    public async Task Who_finds_the_file_busy_waits_in_sqlite_which_looks_again_within_milliseconds()
    {
        using var database = await EmptyDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var catalogue = database.Open<RecordingCatalogue>(options => new(options));

        var patience = await catalogue.Database.SqlQuery<int>($"SELECT timeout AS Value FROM pragma_busy_timeout").SingleAsync();

        Assert.Equal(WriterTurns.LongestMs, patience);
    }
}

[Trait("Category", "Servers")]
public sealed class PostgreSqlRecordingCatalogueTests() : RecordingCatalogueTests(DatabaseKind.PostgreSql);
