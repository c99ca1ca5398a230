using Broadcast.TestMedia;

namespace Broadcast.EndToEnd.Tests;

public class SourceWatchTests
{
    private const int Seconds = 10;
    private const double RecordingBegan = 100;

    [Theory]
    [InlineData(0, 0.012)]
    [InlineData(0.49, 0.030)]
    [InlineData(-0.49, -0.030)]
    [InlineData(0.25, 0.200)]
    public void What_a_recording_adds_does_not_depend_on_how_far_the_source_itself_is_off(double atSource, double added)
    {
        var source = new SourceWatch(
            [.. Flashes().Select(flash => new CapturedFrame(flash * TestClip.FramesPerSecond, RecordingBegan + flash, 0))],
            [.. Flashes().Select(flash => RecordingBegan + flash + atSource)]);

        var offsets = source.AddedOffsetsMs(
            Flashes().Select(flash => ((double)flash, (int?)(flash * TestClip.FramesPerSecond))),
            [.. Flashes().Select(flash => flash + atSource + added)]);

        Assert.Equal(Seconds, offsets.Count);
        Assert.All(offsets, offset => Assert.Equal(added * 1000, offset, 1e-6));
    }

    /// <summary>A machine that cannot keep up skips pictures, and others at the source's page than at its encoder.</summary>
    [Fact]
    public void A_second_counts_whose_flash_was_skipped_by_one_of_them()
    {
        const double Added = 0.020;
        var source = new SourceWatch([.. Pictures(first: 1, each: 2).Select(picture => picture with { CapturedAt = RecordingBegan + picture.CapturedAt })],
            [.. Flashes().Select(flash => RecordingBegan + (double)flash)]);

        var offsets = source.AddedOffsetsMs(
            Pictures(first: 0, each: 3).Select(picture => (picture.CapturedAt, (int?)picture.Number)), [.. Flashes().Select(flash => flash + Added)]);

        Assert.Equal(Seconds, offsets.Count);
        Assert.All(offsets, offset => Assert.Equal(Added * 1000, offset, 1e-6));
    }

    private static IEnumerable<CapturedFrame> Pictures(int first, int each) =>
        from number in Enumerable.Range(0, Seconds * TestClip.FramesPerSecond)
        where number % each == first
        select new CapturedFrame(number, (double)number / TestClip.FramesPerSecond, 0);

    private static IEnumerable<int> Flashes() => Enumerable.Range(0, Seconds);
}
