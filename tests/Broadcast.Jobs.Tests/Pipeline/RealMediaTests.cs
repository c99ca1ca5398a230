using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Recordings;

namespace Broadcast.Jobs.Tests.Pipeline;

[Trait("Category", "Integration")]
public sealed class RealMediaTests : IDisposable
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Turns_what_was_journaled_into_a_published_video_with_a_poster()
    {
        await using var app = await JobsApp.StartAsync(data.Path);
        var start = TimeProvider.System.GetUtcNow();
        await app.Pipeline.StartAsync(new("r1"), new("w1"), start, default);

        var opened = TimeProvider.System.GetTimestamp();
        Speech.Into(app.Get<RecorderNode>().Open(new("r1")));
        var opening = TimeProvider.System.GetElapsedTime(opened);
        await app.Pipeline.CompleteAsync(new("r1"), start + Speech.Length, default);
        var recording = await app.WhenAsync("r1", r => r.State == RecordingState.Ready || r.Error is not null);

        Assert.Null(recording.Error);
        Assert.InRange(recording.Duration!.Value, Speech.Length - Tolerance, Speech.Length + opening + Tolerance);
        Assert.Equal(["audio/mp4", "image/jpeg", "image/jpeg", "text/vtt", "video/mp4"], recording.Files.Select(file => file.ContentType).Order());
        Assert.All(recording.Files, file => Assert.True(new FileInfo(data.File($"objects/{file.StoreKey}")).Length == file.Bytes));

        Assert.Equal(DeleteResult.Deleted, await app.Pipeline.DeleteAsync(new("r1"), default));
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.File("journals")));
    }
}
