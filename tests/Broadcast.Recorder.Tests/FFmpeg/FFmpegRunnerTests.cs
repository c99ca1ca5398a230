using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Tests.Simulation;

namespace Broadcast.Recorder.Tests.FFmpeg;

[Trait("Category", "Integration")]
public sealed class FFmpegRunnerTests : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    private readonly TemporaryDirectory directory = new();
    private readonly FFmpegRunner ffmpeg = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("it's")]
    [InlineData("Grüße an 予算会議")]
    [InlineData(@"back\slash")]
    [InlineData("-v")]
    public async Task Reads_and_writes_whatever_a_folder_is_called(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory.Path, name)).FullName;
        var (first, second) = (Path.Combine(folder, "first.mp4"), Path.Combine(folder, "second.mp4"));

        await ffmpeg.RunAsync(Picture(Length).Output("mp4", first), Length, null, CancellationToken.None);
        await ffmpeg.RunAsync(new FFmpegCommand().Input(first).Add("-c", "copy").Output("mp4", second), Length, null, CancellationToken.None);

        Assert.Equal(Length, (await ffmpeg.ProbeAsync(second, CancellationToken.None)).Length);
        Assert.Equal(60, await ffmpeg.CountPacketsAsync(second, CancellationToken.None));
    }

    [Fact]
    public async Task Writes_where_there_is_a_quotation_mark_and_says_that_it_cannot_be_probed()
    {
        var path = Path.Combine(directory.Path, "say \"hi\".mp4");
        await ffmpeg.RunAsync(Picture(Length).Output("mp4", path), Length, null, CancellationToken.None);

        Assert.True(File.Exists(path));
        var refused = await Assert.ThrowsAsync<FFmpegException>(() => ffmpeg.ProbeAsync(path, CancellationToken.None));
        Assert.Contains("must not have a quotation mark", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describes_the_streams()
    {
        var path = Path.Combine(directory.Path, "a.mp4");
        await ffmpeg.RunAsync(Picture(Length).Output("mp4", path), Length, null, CancellationToken.None);

        var picture = (await ffmpeg.ProbeAsync(path, CancellationToken.None)).Video!;

        Assert.Equal(("h264", 320, 240, Length), (picture.CodecName, picture.Width, picture.Height, picture.Length));
        Assert.Equal("avc1.42E00D", picture.H264Codec);
    }

    [Fact]
    public async Task Reports_progress_that_grows_and_ends_at_the_whole()
    {
        var progress = new Recorded();

        await ffmpeg.RunAsync(Picture(Length).Output("null", "-"), Length, progress, CancellationToken.None);

        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.InRange(progress.Values[^1], 95, 100);
    }

    [Fact]
    public async Task An_error_says_what_the_tool_said()
    {
        var missing = Path.Combine(directory.Path, "missing.mp4");

        var failed = await Assert.ThrowsAsync<FFmpegException>(
            () => ffmpeg.RunAsync(new FFmpegCommand().Input(missing).Output("null", "-"), Length, null, CancellationToken.None));

        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("No such file or directory", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_probed_is_said()
    {
        var path = Path.Combine(directory.Path, "noise.mp4");
        await File.WriteAllBytesAsync(path, new byte[1000]);

        var failed = await Assert.ThrowsAsync<FFmpegException>(() => ffmpeg.ProbeAsync(path, CancellationToken.None));

        Assert.Contains("Invalid data", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_in_the_middle_it_leaves_a_file_that_plays()
    {
        var path = Path.Combine(directory.Path, "a.mp4");
        using var cancel = new CancellationTokenSource();
        var atFirst = new Acting(() => cancel.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ffmpeg.RunAsync(Picture(TimeSpan.FromHours(1)).Output("mp4", path), TimeSpan.FromHours(1), atFirst, cancel.Token));

        Assert.InRange((await ffmpeg.ProbeAsync(path, CancellationToken.None)).Length, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(59));
    }

    private static FFmpegCommand Picture(TimeSpan length) => new FFmpegCommand()
        .Input("testsrc=s=320x240:r=30", "-f", "lavfi")
        .Add("-t", FFmpegCommand.Seconds(length), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p");

    private sealed class Recorded : IProgress<double>
    {
        public List<double> Values { get; } = [];
        public void Report(double value) => Values.Add(value);
    }

    private sealed class Acting(Action act) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value > 0)
                act();
        }
    }
}
