using Broadcast.Jobs.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Tests.Catalogue;

public sealed class SharedDatabaseTests : IDisposable
{
    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Holds_two_contexts_tables_whichever_comes_first_and_however_often(bool catalogueFirst)
    {
        await using var other = new Other(Options<Other>());
        await using var catalogue = new RecordingCatalogue(Options<RecordingCatalogue>());
        DbContext[] contexts = catalogueFirst ? [catalogue, other, catalogue] : [other, catalogue, other];

        foreach (var context in contexts)
            await SharedDatabase.CreateTablesAsync(context, default);

        Assert.Empty(await other.Things.ToListAsync());
        Assert.Empty(await catalogue.Recordings.Include(r => r.Files).ToListAsync());
    }

    [Fact]
    public async Task Refuses_a_database_of_another_version()
    {
        await using var catalogue = new RecordingCatalogue(Options<RecordingCatalogue>());
        await catalogue.Database.ExecuteSqlRawAsync("CREATE TABLE Recordings (Id TEXT)");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SharedDatabase.CreateTablesAsync(catalogue, default));
        Assert.EndsWith("it lacks RecordingFiles, RecordingNotes.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_everything_of_a_recording_and_sorts_by_time()
    {
        await using (var catalogue = new RecordingCatalogue(Options<RecordingCatalogue>()))
        {
            await SharedDatabase.CreateTablesAsync(catalogue, default);
            catalogue.AddRange(RecordingOf("old", 0), RecordingOf("new", 2), RecordingOf("mid", 1));
            await catalogue.SaveChangesAsync();
        }

        await using var read = new RecordingCatalogue(Options<RecordingCatalogue>());
        var recordings = await read.Recordings.OrderByDescending(r => r.StartedAt).ToListAsync();

        Assert.Equal(["new", "mid", "old"], recordings.Select(r => r.Id));
        Assert.Equal((RecordingState.Failed, RecordingStep.Upload), (recordings[0].State, recordings[0].Step));
        Assert.Equal(TimeSpan.FromMilliseconds(1234), recordings[0].Duration);
        Assert.Null(recordings[0].EndedAt);
    }

    private static Recording RecordingOf(string id, int minute) => new()
    {
        Id = id,
        WebinarId = "w1",
        State = RecordingState.Failed,
        Step = RecordingStep.Upload,
        StartedAt = DateTimeOffset.UnixEpoch.AddMinutes(minute),
        Duration = TimeSpan.FromMilliseconds(1234),
    };

    private DbContextOptions<T> Options<T>() where T : DbContext =>
        new DbContextOptionsBuilder<T>().UseSqlite($"Data Source={data.File("app.db")};Pooling=False").Options;

    private sealed class Other(DbContextOptions<Other> options) : DbContext(options)
    {
        public DbSet<Thing> Things => Set<Thing>();
    }

    private sealed class Thing
    {
        public int Id { get; init; }
    }
}
