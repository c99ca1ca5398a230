using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>Seconds of the test clip in RTP payloads, frame by frame; it begins with a key frame and can be repeated.</summary>
internal sealed record PresenterClip(string VideoType, IReadOnlyList<IReadOnlyList<byte[]>> Pictures, IReadOnlyList<IReadOnlyList<byte[]>> Sounds)
{
    private const int Seconds = 10;

    public static async Task<PresenterClip> H264Async() => new("video/H264", Cut(await EncodedClip.H264Async(Seconds, "1280x720"), Packetiser.H264), await OpusAsync());

    public static async Task<PresenterClip> Vp8Async() => new("video/VP8", Cut(await EncodedClip.Vp8Async(Seconds, "1280x720"), Packetiser.Vp8), await OpusAsync());

    private static async Task<IReadOnlyList<IReadOnlyList<byte[]>>> OpusAsync() =>
        Cut((await EncodedClip.OpusAsync(Seconds)).Take(Seconds * EncodedClip.OpusPacketsPerSecond), Packetiser.Opus);

    private static IReadOnlyList<IReadOnlyList<byte[]>> Cut(IEnumerable<byte[]> frames, Func<byte[], IEnumerable<byte[]>> packetise) =>
        [.. frames.Select(frame => packetise(frame).ToList())];
}
