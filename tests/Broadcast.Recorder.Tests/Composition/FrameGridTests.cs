using System.Globalization;
using System.Text;
using Broadcast.Recorder.Composition;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Composition;

[Trait("Category", "Integration")]
public class FrameGridTests
{
    private const int Rate = 30;
    private const int Pictures = 40;

    /// <summary>One after picture 20 is white; all others are black.</summary>
    private const int Flash = 20;

    [Theory]
    [InlineData(0)]
    [InlineData(0.32)]
    [InlineData(0.45)]
    [InlineData(0.55)]
    [InlineData(0.68)]
    public async Task A_missing_picture_moves_none_that_follow(double phase)
    {
        var whole = await FlashAsync(phase, "1");

        Assert.InRange(whole - Flash - phase, -0.7, 0.7);
        Assert.Equal(whole, await FlashAsync(phase, "not(eq(n,17))"));
        Assert.Equal(whole, await FlashAsync(phase, "not(between(n,11,13))"));
    }

    [Fact]
    public async Task Pictures_about_half_way_between_two_frames_share_none()
    {
        var strip = await LightAsync("(N+0.5+0.2*(mod(N,2)-0.5))", "1", light: "mod(N,2)*255");

        Assert.Equal(Pictures - 1, strip.Zip(strip.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    /// <summary>The number of the frame of the grid that turns white.</summary>
    private static async Task<int> FlashAsync(double phase, string isThere) =>
        Array.FindIndex(await LightAsync(string.Create(CultureInfo.InvariantCulture, $"(N+{phase})"), isThere, light: $"eq(N,{Flash})*255"), each => each > 128);

    /// <param name="time">Of picture N, in frames of the grid.</param>
    private static async Task<byte[]> LightAsync(string time, string isThere, string light)
    {
        var (output, errors) = await Tool.RunAsync("ffmpeg",
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"color=c=black:s=16x16:r={Rate},format=gray,geq=lum='{light}'", "-frames:v", $"{Pictures}",
            "-vf", $"trim=end_frame={Pictures},settb=1/90000,setpts='{time}/{Rate}/TB',select='{isThere}',{FrameGrid.Filter(Rate)},scale=1:1", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-",
        ]);
        Assert.Equal("", errors);
        return output;
    }
}
