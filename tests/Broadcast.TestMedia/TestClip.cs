using System.Security.Cryptography;
using System.Text;

namespace Broadcast.TestMedia;

/// <summary>
/// A 720p30 clip made by FFmpeg: a moving test picture with a timecode, the frame number as a <see cref="FrameStrip"/>, and once a
/// second a white flash of two frames with a 100 ms beep of 1 kHz. As the files that Chromium takes for a camera and a microphone.
/// </summary>
public sealed record TestClip(string Video, string Audio)
{
    public const int FramesPerSecond = 30;
    public const int Seconds = 60;
    public const int Frames = FramesPerSecond * Seconds;

    private const string Picture =
        "[0]drawbox=enable='lt(mod(n,30),2)':color=white:t=fill,drawtext=text='%{pts\\:hms}':fontsize=64:x=40:y=120:box=1[p];[p][1]overlay=0:0,format=yuvj420p";

    private const string Beep = "aevalsrc=0.8*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.1):s=48000";

    /// <summary>Makes the clip, or finds the one made before (it is kept beside the other temporary files).</summary>
    public static async Task<TestClip> MakeAsync()
    {
        var version = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Picture}{Beep}{Frames}")))[..12];
        var directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"broadcast-test-clip-{version}")).FullName;
        var clip = new TestClip(Path.Combine(directory, "camera.mjpeg"), Path.Combine(directory, "microphone.wav"));
        if (!File.Exists(clip.Video))
            await MakeVideoAsync(clip.Video);
        if (!File.Exists(clip.Audio))
            await MakeAudioAsync(clip.Audio);
        return clip;
    }

    private static async Task MakeVideoAsync(string path)
    {
        var unfinished = path + ".unfinished";
        await Tool.RunAsync("ffmpeg",
            ["-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=s=1280x720:r={FramesPerSecond}:d={Seconds}",
             "-f", "rawvideo", "-pix_fmt", "gray", "-s", $"{FrameStrip.Width}x{FrameStrip.Height}", "-r", $"{FramesPerSecond}", "-i", "-",
             "-filter_complex", Picture, "-c:v", "mjpeg", "-q:v", "6", "-f", "mjpeg", unfinished],
            async stdin =>
            {
                for (var frame = 0; frame < Frames; frame++)
                    await stdin.WriteAsync(FrameStrip.Draw(frame));
            });
        File.Move(unfinished, path, overwrite: true);
    }

    private static async Task MakeAudioAsync(string path)
    {
        var unfinished = path + ".unfinished";
        await Tool.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", Beep, "-t", $"{Seconds}", "-ac", "1", "-f", "wav", unfinished]);
        File.Move(unfinished, path, overwrite: true);
    }
}
