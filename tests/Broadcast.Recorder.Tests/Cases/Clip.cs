using System.Collections.Concurrent;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>Eight seconds of the test clip in RTP payloads, frame by frame; encoded once per process.</summary>
internal sealed record Clip(MediaKind Kind, string MimeType, int ClockRate, double FramesPerSecond, IReadOnlyList<IReadOnlyList<byte[]>> Frames)
{
    public const int Seconds = 8;

    private static readonly ConcurrentDictionary<string, Lazy<Task<Clip>>> Made = new();

    public static Task<Clip> Vp8(string size = "320x180", string filter = "null") =>
        Once($"vp8 {size} {filter}", async () => Video("video/VP8", await EncodedClip.Vp8Async(Seconds, size, filter), Packetiser.Vp8));

    public static Task<Clip> Vp9() => Once("vp9", async () => Video("video/VP9", await EncodedClip.Vp9Async(Seconds, "320x180"), Packetiser.Vp9));

    public static Task<Clip> Av1() => Once("av1", async () => Video("video/AV1", await EncodedClip.Av1Async(Seconds, "320x180"), Packetiser.Av1));

    public static Task<Clip> H264(string size = "320x180", string filter = "null") => Once(
        $"h264 {size} {filter}", async () => Video("video/H264", await EncodedClip.H264Async(Seconds, size, filter), Packetiser.H264));

    /// <summary>Four slices a picture, each in packets of its own. Parameter sets come once, at the beginning.</summary>
    public static Task<Clip> SlicedH264() => Once("h264 sliced", async () =>
    {
        var frames = await EncodedClip.H264Async(Seconds, "320x180", slices: 4);
        return (await H264()) with
        {
            Frames = [.. frames.Select((frame, number) => Packetiser.H264UnitsOf(frame)
                .Where(unit => number == 0 || H264Units.TypeOf(unit) is 1 or 5).SelectMany(Packetiser.H264Unit).ToList())],
        };
    });

    /// <summary>The number in the stream of a frame's first packet.</summary>
    public int FirstPacketOf(int frame) => Frames.Take(frame).Sum(payloads => payloads.Count);

    public static Task<Clip> Opus() => Once("opus", async () => new Clip(
        MediaKind.Audio, "audio/opus", 48_000, EncodedClip.OpusPacketsPerSecond,
        [.. (await EncodedClip.OpusAsync(Seconds)).Take(Seconds * EncodedClip.OpusPacketsPerSecond).Select(frame => Packetiser.Opus(frame).ToList())]));

    private static Clip Video(string mimeType, List<byte[]> frames, Func<byte[], IEnumerable<byte[]>> packetise) =>
        new(MediaKind.Video, mimeType, 90_000, EncodedClip.FramesPerSecond, [.. frames.Select(frame => packetise(frame).ToList())]);

    private static Task<Clip> Once(string name, Func<Task<Clip>> make) => Made.GetOrAdd(name, _ => new Lazy<Task<Clip>>(make)).Value;
}
