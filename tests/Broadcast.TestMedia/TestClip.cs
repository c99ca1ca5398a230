using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Broadcast.TestMedia;

/// <summary>
/// A clip of 30 frames a second made by FFmpeg: a moving test picture with a timecode, the frame number as a <see cref="FrameStrip"/>, and once a
/// second a white flash of two frames with a 100 ms beep. As the files that Chromium takes for a camera and a microphone.
/// </summary>
public sealed record TestClip(string Video, string Audio)
{
    public const int FramesPerSecond = 30;
    public const int Seconds = 60;
    public const int Frames = FramesPerSecond * Seconds;

    private static readonly ConcurrentDictionary<ClipLook, Lazy<Task<TestClip>>> Clips = [];

    /// <summary>Makes the clip, or finds the one made before (it is kept beside the other temporary files). Whoever asks meanwhile waits for it.</summary>
    public static Task<TestClip> MakeAsync(ClipLook? look = null) =>
        Clips.GetOrAdd(look ?? ClipLook.Default, wanted => new Lazy<Task<TestClip>>(() => MakeOnceAsync(wanted))).Value;

    private static async Task<TestClip> MakeOnceAsync(ClipLook look)
    {
        var version = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{look}{Picture(look)}{Beep(look)}{Frames}")))[..12];
        var directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"broadcast-test-clip-{version}")).FullName;
        var clip = new TestClip(Path.Combine(directory, "camera.mjpeg"), Path.Combine(directory, "microphone.wav"));
        if (!File.Exists(clip.Video))
            await MakeVideoAsync(clip.Video, look);
        if (!File.Exists(clip.Audio))
            await MakeAudioAsync(clip.Audio, look);
        return clip;
    }

    /// <summary>Of this process alone: another one may be making the same.</summary>
    private static string Unfinished(string path) => $"{path}.{Environment.ProcessId}.unfinished";

    private static string Picture(ClipLook look)
    {
        var panel = look.Colour is null ? "" : $"drawbox=x=iw*0.6:y=ih*0.3:w=iw*0.4:h=ih*0.4:color={look.Colour}:t=fill,";
        return $"[0]{panel}drawbox=enable='lt(mod(n,{FramesPerSecond}),2)':color=white:t=fill,"
            + $"drawtext=text='%{{pts\\:hms}}':fontsize=h/11:x=w/32:y=h/6:box=1[p];"
            + $"[1]scale={look.Width * FrameStrip.Width / 1280}:{look.Height * FrameStrip.Height / 720}:flags=neighbor[s];"
            + "[p][s]overlay=0:0,format=yuvj420p";
    }

    private static string Beep(ClipLook look) => $"aevalsrc=0.8*sin(2*PI*{look.BeepHz}*t)*lt(mod(t\\,1)\\,0.1):s=48000";

    private static async Task MakeVideoAsync(string path, ClipLook look)
    {
        var unfinished = Unfinished(path);
        await Tool.RunAsync("ffmpeg",
            ["-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=s={look.Width}x{look.Height}:r={FramesPerSecond}:d={Seconds}",
             "-f", "rawvideo", "-pix_fmt", "gray", "-s", $"{FrameStrip.Width}x{FrameStrip.Height}", "-r", $"{FramesPerSecond}", "-i", "-",
             "-filter_complex", Picture(look), "-c:v", "mjpeg", "-q:v", "6", "-f", "mjpeg", unfinished],
            async stdin =>
            {
                for (var frame = 0; frame < Frames; frame++)
                    await stdin.WriteAsync(FrameStrip.Draw(look.FirstNumber + frame));
            });
        File.Move(unfinished, path, overwrite: true);
    }

    private static async Task MakeAudioAsync(string path, ClipLook look)
    {
        var unfinished = Unfinished(path);
        await Tool.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", Beep(look), "-t", $"{Seconds}", "-ac", "1", "-f", "wav", unfinished]);
        File.Move(unfinished, path, overwrite: true);
    }
}
