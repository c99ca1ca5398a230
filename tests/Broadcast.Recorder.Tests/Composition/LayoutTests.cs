using Broadcast.Recorder.Composition;
using Broadcast.Recorder.Manifest;

using static Broadcast.Recorder.Tests.Composition.Manifests;

namespace Broadcast.Recorder.Tests.Composition;

public sealed class LayoutTests
{
    private static readonly CompositionStyle Grid = new();
    private static readonly CompositionStyle Speaker = new() { Arrangement = Arrangement.Speaker };

    [Fact]
    public void One_presenter_fills_the_picture_without_a_name_and_gaps_are_black()
    {
        var segments = Layout.Plan(Of(10, Camera("ann", 2, 8)), Grid);

        Assert.Equal([(0, 60, ""), (60, 180, "ann-camera"), (240, 60, "")], Describe(segments));
        Assert.Equal(new PlacedTrack(segments[1].Tracks[0].Track, new Tile(0, 0, 1280, 720), Name: null), Assert.Single(segments[1].Tracks));
    }

    [Fact]
    public void Several_people_are_equal_in_a_grid_and_named()
    {
        var segment = Layout.Plan(Of(10, Camera("ann", 0, 10), Camera("bob", 0, 10), Camera("cid", 0, 10)), Grid).Single();

        Assert.Equal(["ANN", "BOB", "CID"], segment.Tracks.Select(placed => placed.Name));
        Assert.Equal([new Tile(0, 0, 640, 360), new Tile(640, 0, 640, 360), new Tile(320, 360, 640, 360)], segment.Tracks.Select(placed => placed.Tile));
    }

    [Fact]
    public void A_shared_screen_is_large_beside_a_strip_of_at_most_four_people()
    {
        string[] people = ["ann", "bob", "cid", "dan", "eve"];
        var segments = Layout.Plan(Of(10, [.. people.Select(who => Camera(who, 0, 10)), Screen("bob", 4, 6)]), Grid);

        Assert.Equal([0, 120, 180], segments.Select(segment => segment.FirstFrame));
        Assert.Equal("bob-screen", segments[1].Tracks[0].Track.Id);
        Assert.Equal(new Tile(0, 0, 1024, 720), segments[1].Tracks[0].Tile);
        Assert.Equal(5, segments[1].Tracks.Count);
        Assert.All(segments[1].Tracks.Skip(1), placed => Assert.Equal((1024, 256, 144), (placed.Tile.X, placed.Tile.Width, placed.Tile.Height)));
    }

    [Fact]
    public void The_picture_follows_the_speaker_but_not_a_cough()
    {
        var manifest = Of(20, Camera("ann", 0, 20), Camera("bob", 0, 20), Microphone("ann"), Microphone("bob")) with
        {
            Events = [Said(1, "ann"), Said(6, "bob"), Said(7, "ann"), Said(12, "bob"), Said(15, "nobody")],
        };

        var segments = Layout.Plan(manifest, Speaker);

        Assert.Equal([(0, 360, "ann-camera bob-camera"), (360, 240, "bob-camera ann-camera")], Describe(segments));
        Assert.Single(Layout.Plan(manifest, Grid));
    }

    [Fact]
    public void A_title_card_covers_the_first_seconds_and_moves_nothing()
    {
        var segments = Layout.Plan(Of(10, Camera("ann", 0, 10)), new CompositionStyle { Title = "Welcome" });
        Assert.Equal([(0, 120, ""), (120, 180, "ann-camera")], Describe(segments));
        Assert.Equal(["Welcome", null], segments.Select(segment => segment.Title));
    }

    [Theory]
    [InlineData(480, 854)]
    [InlineData(720, 1280)]
    [InlineData(1080, 1920)]
    public void Tiles_stay_even_and_inside(int height, int width)
    {
        var canvas = Canvas.OfHeight(height);
        Assert.Equal(width, canvas.Width);
        for (var count = 0; count <= 25; count++)
            foreach (var tile in Placement.Grid(count, canvas).Concat(Placement.WithStrip(count, canvas)))
            {
                Assert.True((tile.X | tile.Y | tile.Width | tile.Height) % 2 == 0, $"{tile}");
                Assert.True(tile.X >= 0 && tile.Y >= 0 && tile.X + tile.Width <= width && tile.Y + tile.Height <= height, $"{count}: {tile}");
            }
    }

    [Theory]
    [InlineData(640, 360, 0, 180, 640, 360)]
    [InlineData(360, 640, 118, 0, 404, 720)]
    [InlineData(0, 0, 0, 0, 640, 720)]
    public void A_picture_lies_in_the_middle_of_its_tile(int width, int height, int x, int y, int fittedWidth, int fittedHeight) =>
        Assert.Equal(new Tile(x, y, fittedWidth, fittedHeight), Placement.Fit(width, height, new Tile(640, 0, 640, 720)));

    private static RecordedEvent Said(double at, string who) => Event(at, $$"""{"type":"activeSpeaker","producerId":"{{who}}-microphone"}""");

    private static IEnumerable<(int, int, string)> Describe(IEnumerable<LayoutSegment> segments) =>
        segments.Select(segment => (segment.FirstFrame, segment.Frames, string.Join(' ', segment.Tracks.Select(placed => placed.Track.Id))));
}
