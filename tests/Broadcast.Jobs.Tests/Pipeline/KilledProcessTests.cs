using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.Jobs.Tests.Database;

namespace Broadcast.Jobs.Tests.Pipeline;

/// <summary>A process is killed in the middle of processing, and another one goes on.</summary>
public abstract class KilledProcessTests(DatabaseKind kind) : IAsyncLifetime
{
    private EmptyDatabase database = null!;

    private TempDirectory Data => database.Directory;

    public async Task InitializeAsync() => database = await EmptyDatabase.CreateAsync(kind);

    public Task DisposeAsync()
    {
        database.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(RecordingStep.Finalize)]
    [InlineData(RecordingStep.Compose)]
    [InlineData(RecordingStep.Package)]
    public async Task Publishes_without_doing_finished_steps_again(RecordingStep step)
    {
        await KillInAsync(step, failures: 0);
        var media = new ScriptedMedia();
        await using var app = await JobsApp.StartAsync(Data.Path, media, database.Settings);

        var recording = await app.WhenReadyAsync("r1");
        await app.DisposeAsync();

        Assert.Equal(2, recording.Files.Count);
        Assert.Equal(Enum.GetValues<RecordingStep>().Where(s => s >= step && s <= RecordingStep.Package), media.Runs);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Data.File("work")));
    }

    [Fact]
    public async Task Goes_on_counting_the_attempts()
    {
        await KillInAsync(RecordingStep.Compose, failures: 2);
        var media = new ScriptedMedia { OnRun = (_, _, _, _) => throw new IOException("Never.") };
        await using var app = await JobsApp.StartAsync(Data.Path, media, [.. database.Settings, ("Jobs:Retries", "2")]);

        var failed = await app.WhenFailedAsync("r1");

        Assert.Equal((3, RecordingStep.Compose, "Making the video failed: Never. It can be retried."), (failed.Attempts, failed.Step, failed.Error));
        Assert.Equal([RecordingStep.Compose], media.Runs);
    }

    private async Task KillInAsync(RecordingStep step, int failures)
    {
        using var victim = await Victim.StartAsync(Data.Path, step, failures, database.Settings);
        await victim.KillAsync();
    }
}

[Trait("Category", "Integration")]
public sealed class KilledProcessInMemoryTests() : KilledProcessTests(DatabaseKind.Sqlite);

/// <summary>Its job is taken over once it has said nothing for a while.</summary>
[Trait("Category", "Servers")]
public sealed class KilledProcessPostgreSqlTests() : KilledProcessTests(DatabaseKind.PostgreSql);
