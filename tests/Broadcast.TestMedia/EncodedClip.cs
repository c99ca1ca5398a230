using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Broadcast.TestMedia;

/// <summary>
/// The first seconds of the test clip as the frames of one codec, in order, without times: they are at a constant rate. What was encoded
/// once in a process is not encoded again.
/// </summary>
public static class EncodedClip
{
    public const int FramesPerSecond = TestClip.FramesPerSecond;
    public const int OpusPacketsPerSecond = 50;

    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> made = new();

    /// <param name="filter">What FFmpeg does to the pictures first.</param>
    public static async Task<List<byte[]>> Vp8Async(int seconds, string size = "640x360", string filter = "null") =>
        IvfFrames(await EncodeVideoAsync(seconds, size, "ivf", "-vf", filter, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k", "-g", "30"));

    public static async Task<List<byte[]>> Vp9Async(int seconds, string size = "640x360") =>
        IvfFrames(await EncodeVideoAsync(seconds, size, "ivf",
            "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-pix_fmt", "yuv420p", "-b:v", "1500k", "-g", "30"));

    /// <summary>Temporal units in the low-overhead format: OBUs that carry their size, a temporal delimiter first.</summary>
    public static async Task<List<byte[]>> Av1Async(int seconds, string size = "640x360") =>
        IvfFrames(await EncodeVideoAsync(seconds, size, "ivf",
            "-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-pix_fmt", "yuv420p", "-b:v", "1500k", "-g", "30"));

    /// <summary>Access units, each a list of NAL units in Annex B form.</summary>
    /// <param name="filter">What FFmpeg does to the pictures first.</param>
    /// <param name="slices">Of each picture.</param>
    public static async Task<List<byte[]>> H264Async(int seconds, string size = "640x360", string filter = "null", int slices = 1) =>
        AccessUnits(await EncodeVideoAsync(seconds, size, "h264", "-vf", filter,
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-pix_fmt", "yuv420p",
            "-b:v", "1500k", "-g", "30", "-x264-params", $"sliced-threads=0:slices={slices}:repeat-headers=1:aud=1"));

    public static async Task<List<byte[]>> OpusAsync(int seconds)
    {
        var clip = await TestClip.MakeAsync();
        return [.. OggPackets(await EncodeAsync("-i", clip.Audio, "-t", $"{seconds}", "-c:a", "libopus", "-b:a", "48k", "-f", "ogg", "-")).Skip(2)];
    }

    /// <summary>Somebody who never pauses for breath: pink noise, in packets of 20 ms.</summary>
    public static async Task<List<byte[]>> NoiseAsync(int seconds) =>
    [
        .. OggPackets(await EncodeAsync(
            "-f", "lavfi", "-i", $"anoisesrc=c=pink:a=0.3:r=48000:seed=1:d={seconds}", "-c:a", "libopus", "-b:a", "48k", "-f", "ogg", "-")).Skip(2),
    ];

    private static async Task<byte[]> EncodeVideoAsync(int seconds, string size, string format, params string[] codec)
    {
        var clip = await TestClip.MakeAsync();
        return await EncodeAsync(["-r", $"{FramesPerSecond}", "-f", "mjpeg", "-i", clip.Video, "-t", $"{seconds}", "-s", size, .. codec, "-f", format, "-"]);
    }

    private static Task<byte[]> EncodeAsync(params string[] arguments) => made.GetOrAdd(string.Join('\n', arguments), _ => new(async () =>
    {
        var (bytes, _) = await Tool.RunAsync("ffmpeg", ["-v", "error", "-nostdin", .. arguments]);
        return bytes;
    })).Value;

    private static List<byte[]> IvfFrames(byte[] ivf)
    {
        var frames = new List<byte[]>();
        for (var at = 32; at + 12 <= ivf.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(ivf.AsSpan(at));
            frames.Add(ivf[(at + 12)..(at + 12 + length)]);
            at += 12 + length;
        }
        return frames;
    }

    private static List<byte[]> AccessUnits(byte[] annexB)
    {
        ReadOnlySpan<byte> delimiter = [0, 0, 0, 1, 9];
        var units = new List<byte[]>();
        var start = 0;
        while (start < annexB.Length)
        {
            var next = annexB.AsSpan(start + delimiter.Length).IndexOf(delimiter);
            var end = next < 0 ? annexB.Length : start + delimiter.Length + next;
            units.Add(annexB[start..end]);
            start = end;
        }
        return units;
    }

    private static List<byte[]> OggPackets(byte[] ogg)
    {
        var packets = new List<byte[]>();
        var packet = new List<byte>();
        for (var page = 0; page < ogg.Length;)
        {
            var segments = ogg[page + 26];
            var body = page + 27 + segments;
            foreach (var length in ogg[(page + 27)..body])
            {
                packet.AddRange(ogg.AsSpan(body, length));
                body += length;
                if (length == 255)
                    continue;
                packets.Add([.. packet]);
                packet.Clear();
            }
            page = body;
        }
        return packets;
    }
}
