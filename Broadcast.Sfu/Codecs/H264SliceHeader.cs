namespace Broadcast.Sfu.Codecs;

/// <summary>The start of an H.264 slice (ITU-T H.264 §7.3.3).</summary>
/// <param name="FirstMacroblock">Address in the picture; 0 begins it, because WebRTC's profiles keep slices in order.</param>
/// <param name="PictureParameterSet">Id of the set that it is decoded by.</param>
public readonly record struct H264SliceHeader(uint FirstMacroblock, byte PictureParameterSet)
{
    private const int LastSliceType = 9;

    /// <param name="unit">The NAL unit with its header byte.</param>
    /// <returns>False if truncated or out of range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> unit, out H264SliceHeader slice)
    {
        slice = default;
        if (unit.IsEmpty)
            return false;
        var bits = new ExpGolombReader(unit[1..]);
        var first = bits.ReadUnsigned();
        var type = bits.ReadUnsigned();
        var set = bits.ReadUnsigned();
        slice = new H264SliceHeader(first, (byte)set);
        return !bits.IsExhausted && type <= LastSliceType && set <= byte.MaxValue;
    }
}
