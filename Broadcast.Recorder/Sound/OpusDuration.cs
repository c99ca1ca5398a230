namespace Broadcast.Recorder.Sound;

/// <summary>How long an Opus packet lasts (RFC 6716 §3.1, §3.2).</summary>
internal static class OpusDuration
{
    private static readonly uint[] SilkSamples = [480, 960, 1_920, 2_880];
    private static readonly uint[] HybridSamples = [480, 960];
    private static readonly uint[] CeltSamples = [120, 240, 480, 960];

    private const uint MaxSamples = 5_760;

    /// <returns>Samples at 48 kHz; 0 if the packet is malformed.</returns>
    public static uint Samples(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty)
            return 0;
        var configuration = packet[0] >> 3;
        var frame = configuration switch
        {
            < 12 => SilkSamples[configuration & 3],
            < 16 => HybridSamples[configuration & 1],
            _ => CeltSamples[configuration & 3],
        };
        var frames = (packet[0] & 3) switch
        {
            0 => 1,
            1 or 2 => 2,
            _ => packet.Length > 1 ? packet[1] & 0x3F : 0,
        };
        var samples = frame * (uint)frames;
        return samples <= MaxSamples ? samples : 0;
    }
}
