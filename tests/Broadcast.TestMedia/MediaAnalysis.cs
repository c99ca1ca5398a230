using System.Globalization;
using System.Runtime.InteropServices;

namespace Broadcast.TestMedia;

/// <summary>What is really in a media file made from a <see cref="TestClip"/>: which frames, which flashes, which beeps, and when.</summary>
/// <param name="Duration">Of the container.</param>
/// <param name="Frames">Every decoded picture: when, and the number in its strip (null where unreadable).</param>
/// <param name="Flashes">Seconds at which the picture turns white.</param>
/// <param name="Beeps">Seconds at which the tone sets in.</param>
/// <param name="Errors">What the decoder complained about.</param>
public sealed record MediaAnalysis(
    TimeSpan Duration, IReadOnlyList<(double Time, int? Number)> Frames, IReadOnlyList<double> Flashes, IReadOnlyList<double> Beeps, string Errors)
{
    private const int SampleRate = 48_000;
    private const short Loud = 1_500;

    /// <summary>One row of grey for each picture: its strip's blocks, and then how light its lower half is.</summary>
    private const int PictureBytes = FrameStrip.Bits + 1;

    private static readonly string Pictures = $"split[strip][light];[strip]{FrameStrip.Filter}[blocks];[light]crop=iw:ih/2:0:ih/2,scale=1:1:flags=area,format=gray[lower];[blocks][lower]hstack";

    public static async Task<MediaAnalysis> OfAsync(string path)
    {
        var (probe, _) = await Tool.RunAsync("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path]);
        var duration = double.Parse(System.Text.Encoding.ASCII.GetString(probe).Trim(), CultureInfo.InvariantCulture);
        var times = await VideoFile.PresentationTimesAsync(path);
        var (pictures, pictureErrors) = await DecodePicturesAsync(path);
        var (sound, soundErrors) = await DecodeAudioAsync(path);
        // A damaged file holds pictures that the decoder does not give out.
        var frames = times.Take(pictures.Length / PictureBytes).Select((time, i) => (time, FrameStrip.Read(pictures.AsSpan(i * PictureBytes, FrameStrip.Bits)))).ToList();
        var light = pictures.Where((_, i) => i % PictureBytes == FrameStrip.Bits).ToArray();
        return new MediaAnalysis(TimeSpan.FromSeconds(duration), frames, FlashesIn(times, light), BeepsIn(sound), pictureErrors + soundErrors);
    }

    /// <summary>For each flash the nearest beep's distance in milliseconds; positive when the sound is late.</summary>
    public IReadOnlyList<double> FlashToBeepMs() =>
        Flashes.Select(flash => Beeps.Select(beep => (beep - flash) * 1000).MinBy(Math.Abs)).ToList();

    /// <summary>The longest time between two pictures, in milliseconds.</summary>
    /// <param name="afterSeconds">Of the pictures after this time only.</param>
    public double LongestGapMs(double afterSeconds = 0) =>
        Frames.Zip(Frames.Skip(1)).Where(pair => pair.First.Time >= afterSeconds).Select(pair => (pair.Second.Time - pair.First.Time) * 1000).DefaultIfEmpty(0).Max();

    /// <summary>Where it is, in seconds.</summary>
    public double LongestGapAt() => Frames.Zip(Frames.Skip(1), (a, b) => (a.Time, Gap: b.Time - a.Time)).DefaultIfEmpty().MaxBy(gap => gap.Gap).Time;

    private static Task<(byte[], string)> DecodePicturesAsync(string path) =>
        Tool.RunAsync("ffmpeg", ["-v", "warning", "-nostdin", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-enc_time_base", "-1", "-vf", Pictures, "-f", "rawvideo", "-"]);

    private static async Task<(short[], string)> DecodeAudioAsync(string path)
    {
        var (bytes, errors) = await Tool.RunAsync("ffmpeg",
            ["-v", "warning", "-nostdin", "-i", path, "-map", "0:a:0", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", $"{SampleRate}", "-f", "s16le", "-"]);
        return (MemoryMarshal.Cast<byte, short>(bytes).ToArray(), errors);
    }

    private static List<double> FlashesIn(IReadOnlyList<double> times, byte[] light)
    {
        var flashes = new List<double>();
        for (var i = 1; i < Math.Min(times.Count, light.Length); i++)
        {
            if (light[i] > 215 && light[i - 1] <= 215)
                flashes.Add(times[i]);
        }
        return flashes;
    }

    private static List<double> BeepsIn(short[] sound)
    {
        var beeps = new List<double>();
        var lastLoud = -SampleRate;
        for (var i = 0; i < sound.Length; i++)
        {
            if (Math.Abs((int)sound[i]) < Loud)
                continue;
            if (i - lastLoud > SampleRate / 4)
                beeps.Add((double)i / SampleRate);
            lastLoud = i;
        }
        return beeps;
    }
}
