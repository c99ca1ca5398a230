using System.Diagnostics;
using Broadcast.Jobs.Catalogue;

namespace Broadcast.Jobs.Tests.Pipeline;

[Trait("Category", "Integration")]
public sealed class KilledProcessTests : IDisposable
{
    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(RecordingStep.Finalize)]
    [InlineData(RecordingStep.Compose)]
    [InlineData(RecordingStep.Package)]
    public async Task Publishes_after_a_kill_in_the_middle_without_doing_finished_steps_again(RecordingStep step)
    {
        await KillInAsync(step);
        var media = new ScriptedMedia();
        await using var app = await JobsApp.StartAsync(data.Path, media);

        var recording = await app.WhenReadyAsync("r1");
        await app.DisposeAsync();

        Assert.Equal(2, recording.Files.Count);
        Assert.Equal(Enum.GetValues<RecordingStep>().Where(s => s >= step && s <= RecordingStep.Package), media.Runs);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.File("work")));
    }

    private async Task KillInAsync(RecordingStep step)
    {
        using var victim = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(KilledProcessTests).Assembly.Location, data.Path, step.ToString() },
            RedirectStandardOutput = true,
        })!;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            Assert.Equal(step.ToString(), await victim.StandardOutput.ReadLineAsync(patience.Token));
        }
        finally
        {
            victim.Kill();
            await victim.WaitForExitAsync();
        }
    }
}
