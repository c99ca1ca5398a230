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
            await SharedDatabase.PrepareAsync(context, default);

        Assert.Empty(await other.Things.ToListAsync());
        Assert.Empty(await catalogue.Recordings.Include(r => r.Files).ToListAsync());
    }

    [Fact]
    public async Task Adds_the_tables_columns_and_indexes_that_an_older_file_lacks_and_keeps_its_rows()
    {
        await using (var old = new Other(Options<Other>()))
        {
            await SharedDatabase.PrepareAsync(old, default);
            old.Things.Add(new Thing { Id = 7 });
            await old.SaveChangesAsync();
        }

        await using (var grown = new Grown(Options<Grown>()))
            await SharedDatabase.PrepareAsync(grown, default);

        await using var read = new Grown(Options<Grown>());
        var thing = Assert.Single(await read.Things.ToListAsync());
        Assert.Equal((7, true, null), (thing.Id, thing.IsShown, thing.Label));
        read.Parts.Add(new Part { Name = "first" });
        await read.SaveChangesAsync();
        read.Parts.Add(new Part { Name = "first" });
        await Assert.ThrowsAsync<DbUpdateException>(() => read.SaveChangesAsync());
    }

    [Fact]
    public async Task Refuses_a_database_that_lacks_a_column_whose_value_nobody_knows()
    {
        await using var catalogue = new RecordingCatalogue(Options<RecordingCatalogue>());
        await catalogue.Database.ExecuteSqlRawAsync("CREATE TABLE Recordings (Id TEXT)");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SharedDatabase.PrepareAsync(catalogue, default));
        Assert.Contains("it lacks Recordings.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_everything_of_a_recording_and_sorts_by_time()
    {
        await using (var catalogue = new RecordingCatalogue(Options<RecordingCatalogue>()))
        {
            await SharedDatabase.PrepareAsync(catalogue, default);
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

    [Fact]
    public async Task Who_finds_the_file_busy_waits_in_sqlite_which_looks_again_within_milliseconds()
    {
        var options = new DbContextOptionsBuilder<RecordingCatalogue>();
        SharedDatabase.Use(options, data.File("turns.db"));
        await using var catalogue = new RecordingCatalogue(options.Options);

        var patience = await catalogue.Database.SqlQuery<int>($"SELECT timeout AS Value FROM pragma_busy_timeout").SingleAsync();

        Assert.Equal(WriterTurns.LongestMs, patience);
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

    /// <summary>What a newer version of the program makes of <see cref="Other"/>.</summary>
    private sealed class Grown(DbContextOptions<Grown> options) : DbContext(options)
    {
        public DbSet<GrownThing> Things => Set<GrownThing>();
        public DbSet<Part> Parts => Set<Part>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<GrownThing>().Property(thing => thing.IsShown).HasDefaultValue(true).ValueGeneratedNever();
            modelBuilder.Entity<Part>().HasIndex(part => part.Name).IsUnique();
        }
    }

    private sealed class GrownThing
    {
        public int Id { get; init; }
        public bool IsShown { get; init; }
        public string? Label { get; init; }
    }

    private sealed class Part
    {
        public int Id { get; init; }
        public required string Name { get; init; }
    }
}
