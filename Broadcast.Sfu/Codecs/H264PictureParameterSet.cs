namespace Broadcast.Sfu.Codecs;

/// <summary>What an H.264 picture parameter set belongs to (ITU-T H.264 §7.3.2.2).</summary>
/// <param name="Id">0 to 255: sets of one id replace one another.</param>
/// <param name="SequenceId">The sequence parameter set that it refers to, 0 to 31.</param>
public readonly record struct H264PictureParameterSet(byte Id, byte SequenceId)
{
    public const int UnitType = 8;

    private const int MaxReferences = 32;
    private const int MaxSliceGroups = 8;

    /// <param name="unit">The NAL unit with its header byte.</param>
    /// <returns>False if truncated or out of range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> unit, out H264PictureParameterSet set)
    {
        set = default;
        if (!TryReadId(unit, out var id))
            return false;
        var bits = new ExpGolombReader(unit[1..]);
        bits.ReadUnsigned();
        var sequence = bits.ReadUnsigned();
        bits.ReadBits(2);
        var sliceGroups = bits.ReadUnsigned() + 1;
        set = new H264PictureParameterSet(id, (byte)sequence);
        return !bits.IsExhausted && sequence <= H264SequenceParameterSet.MaxId && sliceGroups <= MaxSliceGroups
            && (sliceGroups > 1 || IsWhole(ref bits));
    }

    /// <summary>Reads the id alone, which can be told even if the rest makes no sense.</summary>
    /// <param name="unit">The NAL unit with its header byte.</param>
    public static bool TryReadId(ReadOnlySpan<byte> unit, out byte id)
    {
        id = 0;
        if (unit.IsEmpty)
            return false;
        var bits = new ExpGolombReader(unit[1..]);
        var value = bits.ReadUnsigned();
        id = (byte)value;
        return !bits.IsExhausted && value <= byte.MaxValue;
    }

    /// <summary>Reads what every set has to its end: references, weights, quantisers, flags.</summary>
    private static bool IsWhole(ref ExpGolombReader bits)
    {
        var references = Math.Max(bits.ReadUnsigned(), bits.ReadUnsigned()) + 1;
        bits.ReadBits(3);
        bits.ReadSigned();
        bits.ReadSigned();
        bits.ReadSigned();
        bits.ReadBits(3);
        return !bits.IsExhausted && references <= MaxReferences;
    }
}
