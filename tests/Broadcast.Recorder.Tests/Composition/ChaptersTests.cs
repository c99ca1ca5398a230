using Broadcast.Recorder.Composition;
using static Broadcast.Recorder.Tests.Composition.Manifests;

namespace Broadcast.Recorder.Tests.Composition;

public sealed class ChaptersTests
{
    [Fact]
    public void Markers_and_shared_screens_divide_a_recording()
    {
        var manifest = Of(100, Camera("ann", 0, 100), Screen("ann", 20, 50)) with
        {
            Events = [Event(70, """{"type":"marker","label":"Questions\n= answers"}"""), Event(80, """{"type":"marker"}"""), Event(90, "[]")],
        };

        var chapters = Chapters.Of(manifest);

        Assert.Equal(
            [(0, 20, "Start"), (20, 50, "Shared screen of ANN"), (50, 70, "After the shared screen"), (70, 100, "Questions = answers")],
            chapters.Select(each => ((int)each.Start.TotalSeconds, (int)each.End.TotalSeconds, each.Title)));
        Assert.EndsWith("START=70000\nEND=100000\ntitle=Questions \\= answers\n", Chapters.ToMetadata(chapters), StringComparison.Ordinal);
        Assert.StartsWith("WEBVTT\n\n00:00:00.000 --> 00:00:20.000\nStart\n\n00:00:20.000", Chapters.ToWebVtt(chapters), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_divides_it_means_no_chapters() => Assert.Empty(Chapters.Of(Of(100, Camera("ann", 0, 100))));
}
