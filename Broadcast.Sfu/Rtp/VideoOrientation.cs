namespace Broadcast.Sfu.Rtp;

/// <summary>
/// What is to be done with a picture before it is shown, so that it stands upright: the value of <c>urn:3gpp:video-orientation</c>
/// (3GPP TS 26.114 §7.4.5). Which camera it is, which the value also tells, makes no difference.
/// </summary>
/// <param name="QuarterTurns">Clockwise, 0 to 3.</param>
/// <param name="IsMirrored">Left and right change places once it is turned.</param>
public readonly record struct VideoOrientation(byte QuarterTurns, bool IsMirrored)
{
    private const byte Flip = 0x04;
    private const byte Rotation = 0x03;

    /// <summary>Whether width and height change places.</summary>
    public bool SwapsSides => (QuarterTurns & 1) != 0;

    /// <param name="value">Of the header extension.</param>
    /// <returns>False if there is no value.</returns>
    public static bool TryParse(ReadOnlySpan<byte> value, out VideoOrientation orientation)
    {
        orientation = default;
        if (value.IsEmpty)
            return false;
        orientation = new VideoOrientation((byte)(value[0] & Rotation), (value[0] & Flip) != 0);
        return true;
    }
}
