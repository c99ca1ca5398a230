using Broadcast.Recorder.Sound;
using Broadcast.Recorder.Tracks;
using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>What mixing the voices of a live recording costs, apart from all else.</summary>
internal static class MixCost
{
    private const int Seconds = 60;

    public static async Task MeasureAsync()
    {
        Table.Header("voices", "mix, cpu %");
        var noise = await EncodedClip.NoiseAsync(Seconds);
        foreach (var voices in (int[])[0, 1, 2, 4, 8])
            Table.Row(voices, $"{100 * Mix(noise, voices).Own / TimeSpan.FromSeconds(Seconds):0.0}");
    }

    private static ProcessTime Mix(List<byte[]> packets, int voices)
    {
        using var mix = new VoiceMix(_ => { });
        var before = ProcessTime.Used();
        for (var i = 0; i < packets.Count; i++)
        {
            var ns = i * 1e9 / EncodedClip.OpusPacketsPerSecond;
            // Each somewhere else in the clip, so that they do not say the same.
            for (var voice = 0; voice < voices; voice++)
                mix.OnPacket(new TrackKey(0, (ushort)voice), ns, packets[(i + 100 * voice) % packets.Count]);
            mix.AdvanceTo(ns - 1.6e9);
        }
        return ProcessTime.Used() - before;
    }
}
