namespace Broadcast.Sfu.Codecs;

/// <summary>The table-of-contents byte of an Opus packet (RFC 6716 §3.1).</summary>
/// <param name="Configuration">Mode, bandwidth and frame size, 0 to 31.</param>
/// <param name="FrameUs">Duration of one frame, in microseconds.</param>
/// <param name="IsDiscontinuous">At most two bytes: nothing but comfort noise is in it (RFC 7587 §3.1.3).</param>
public readonly record struct OpusPayload(byte Configuration, bool IsStereo, int FrameUs, bool IsDiscontinuous)
{
    /// <returns>False if empty.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out OpusPayload opus)
    {
        opus = default;
        if (payload.IsEmpty)
            return false;
        var configuration = (byte)(payload[0] >> 3);
        opus = new OpusPayload(configuration, (payload[0] & 0x04) != 0, FrameDuration(configuration), payload.Length <= 2);
        return true;
    }

    private static int FrameDuration(byte configuration) => configuration switch
    {
        < 12 => (configuration & 3) switch { 0 => 10_000, 1 => 20_000, 2 => 40_000, _ => 60_000 },
        < 16 => (configuration & 1) == 0 ? 10_000 : 20_000,
        _ => 2_500 << (configuration & 3),
    };
}
