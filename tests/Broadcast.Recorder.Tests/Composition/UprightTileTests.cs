using Broadcast.Recorder.Composition;
using Broadcast.Recorder.Manifest;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Tests.Composition;

public sealed class UprightTileTests
{
    private static readonly Tile Tile = new(0, 0, 640, 360);

    [Theory]
    [InlineData(0, false, "scale=640:360", "pad=640:360:-1:-1:eval=frame")]
    [InlineData(1, false, "scale=360:640", "pad=360:640:-1:-1:eval=frame,transpose=clock")]
    [InlineData(2, false, "scale=640:360", "pad=640:360:-1:-1:eval=frame,hflip,vflip")]
    [InlineData(3, true, "scale=360:640", "pad=360:640:-1:-1:eval=frame,transpose=cclock,hflip")]
    public void A_picture_is_fitted_and_then_turned(byte quarterTurns, bool isMirrored, string begins, string ends)
    {
        var filter = Filter(0, 10, (0, new VideoOrientation(quarterTurns, isMirrored)));
        Assert.StartsWith(begins, filter, StringComparison.Ordinal);
        Assert.EndsWith(ends, filter, StringComparison.Ordinal);
    }

    [Fact]
    public void Turns_outside_of_what_is_seen_make_no_branch() =>
        Assert.DoesNotContain("split", Filter(4, 8, (0, new(1, false)), (2, new(2, false)), (9, new(3, false))), StringComparison.Ordinal);

    [Fact]
    public void Each_picture_is_taken_from_the_branch_of_its_time() => Assert.EndsWith(
        ";[tway0][tway1]overlay=enable='gte(t,1.9995)*lt(t,2.9995)+gte(t,4.9995)'[tsum2];[tsum2][tway2]overlay=enable='gte(t,3.9995)*lt(t,4.9995)'",
        Filter(0, 8, (2, new(1, false)), (3, default), (4, new(2, false)), (5, new(1, false))), StringComparison.Ordinal);

    private static string Filter(double from, double to, params (double From, VideoOrientation Orientation)[] turns)
    {
        var track = Manifests.Camera("ann", 0, 10) with
        {
            Orientations = [.. turns.Select(turn => new RecordedOrientation(TimeSpan.FromSeconds(turn.From), turn.Orientation))],
        };
        return UprightTile.Filter(track, new SessionSpan(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to)), Tile, "t");
    }
}
