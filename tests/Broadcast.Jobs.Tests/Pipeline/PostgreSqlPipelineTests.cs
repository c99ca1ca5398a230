using Broadcast.Jobs.Database;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Tests.Database;
using Hangfire;

namespace Broadcast.Jobs.Tests.Pipeline;

/// <summary>The pipeline with its catalogue in PostgreSQL.</summary>
[Trait("Category", "Servers")]
public sealed class PostgreSqlPipelineTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public async Task Publishes_a_recording_that_was_started_and_completed()
    {
        using var database = await EmptyDatabase.CreateAsync(DatabaseKind.PostgreSql);
        await using var app = await JobsApp.StartAsync(database.Directory.Path, new ScriptedMedia(), database.Settings);

        await app.Pipeline.StartAsync(new("r1"), new("w1"), Start, default);
        await app.Pipeline.CompleteAsync(new("r1"), Start.AddMinutes(1), default);

        var recording = await app.WhenReadyAsync("r1");
        Assert.Equal(Start.AddMinutes(1), recording.EndedAt);
        Assert.NotEmpty(recording.Files);
    }

    [Fact]
    public async Task A_process_that_was_killed_while_it_looked_for_what_is_due_does_not_keep_others_from_retries()
    {
        using var database = await EmptyDatabase.CreateAsync(DatabaseKind.PostgreSql);
        var media = new ScriptedMedia { OnRun = (_, before, _, _) => before == 0 ? throw new IOException("Not yet.") : Task.CompletedTask };
        await using var app = await JobsApp.StartAsync(database.Directory.Path, media, database.Settings);
        using var store = app.Get<JobStorage>().GetConnection();
        store.AcquireDistributedLock("locks:schedulepoller", TimeSpan.FromMinutes(1));

        await app.Pipeline.StartAsync(new("r1"), new("w1"), Start, default);
        await app.Pipeline.CompleteAsync(new("r1"), Start.AddMinutes(1), default);

        Assert.NotEmpty((await app.WhenReadyAsync("r1")).Files);
    }

    [Fact]
    public async Task Two_processes_sign_links_with_the_same_key()
    {
        using var database = await EmptyDatabase.CreateAsync(DatabaseKind.PostgreSql);
        using var elsewhere = new TempDirectory();
        await using var one = await JobsApp.StartAsync(database.Directory.Path, new ScriptedMedia(), database.Settings);
        await using var other = await JobsApp.StartAsync(elsewhere.Path, new ScriptedMedia(), database.Settings);
        var links = one.Get<DownloadLinks>();
        var grant = links.Grant(ObjectKey.Parse("recordings/r1/recording.mp4"), series: 0, inline: false);

        Assert.Equal(DownloadLinkVerdict.Valid, other.Get<DownloadLinks>().Check(grant, links.Sign(grant)));
    }
}
