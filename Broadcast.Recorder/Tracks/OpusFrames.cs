namespace Broadcast.Recorder.Tracks;

/// <summary>Whether an Opus packet's frames fit into it (RFC 6716 §3.2, requirements R1 to R7).</summary>
internal static class OpusFrames
{
    private const int MaxFrameBytes = 1_275;
    private const int MaxFramesIn120Ms = 48;

    public static bool AreWhole(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty)
            return false;
        var frames = packet[1..];
        return (packet[0] & 0x03) switch
        {
            0 => frames.Length <= MaxFrameBytes,
            1 => frames.Length % 2 == 0 && frames.Length / 2 <= MaxFrameBytes,
            2 => TryReadLength(ref frames, out var first) && first <= frames.Length && frames.Length - first <= MaxFrameBytes,
            _ => AreWholeInAnyNumber(frames),
        };
    }

    /// <summary>Code 3: a count, padding, and frames of equal or of stated lengths (§3.2.5).</summary>
    private static bool AreWholeInAnyNumber(ReadOnlySpan<byte> frames)
    {
        if (frames.IsEmpty)
            return false;
        var (count, hasLengths, hasPadding) = (frames[0] & 0x3F, (frames[0] & 0x80) != 0, (frames[0] & 0x40) != 0);
        frames = frames[1..];
        if (count is 0 or > MaxFramesIn120Ms || hasPadding && !TrySkipPadding(ref frames))
            return false;
        if (!hasLengths)
            return frames.Length % count == 0 && frames.Length / count <= MaxFrameBytes;
        var stated = 0;
        for (var frame = 1; frame < count; frame++)
        {
            if (!TryReadLength(ref frames, out var length))
                return false;
            stated += length;
        }
        return stated <= frames.Length && frames.Length - stated <= MaxFrameBytes;
    }

    private static bool TrySkipPadding(ref ReadOnlySpan<byte> frames)
    {
        var padding = 0;
        byte more;
        do
        {
            if (frames.IsEmpty)
                return false;
            more = frames[0];
            frames = frames[1..];
            padding += more == 255 ? 254 : more;
        }
        while (more == 255);
        if (padding > frames.Length)
            return false;
        frames = frames[..^padding];
        return true;
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> frames, out int length)
    {
        length = frames.IsEmpty ? 0 : frames[0];
        var bytes = length < 252 ? 1 : 2;
        if (frames.Length < bytes)
            return false;
        if (bytes == 2)
            length += 4 * frames[1];
        frames = frames[bytes..];
        return true;
    }
}
