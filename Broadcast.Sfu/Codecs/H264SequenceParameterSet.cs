namespace Broadcast.Sfu.Codecs;

/// <summary>What an H.264 sequence parameter set says of the pictures that use it (ITU-T H.264 §7.3.2.1.1).</summary>
/// <param name="Id">0 to 31: sets of one id replace one another.</param>
/// <param name="Size">After cropping.</param>
/// <param name="Chroma">chroma_format_idc: 1 is 4:2:0.</param>
/// <param name="LumaBits">Of a sample.</param>
/// <param name="ChromaBits">Of a sample.</param>
public readonly record struct H264SequenceParameterSet(byte Profile, byte Id, PictureSize Size, byte Chroma, byte LumaBits, byte ChromaBits)
{
    public const int UnitType = 7;
    public const int MaxId = 31;

    private const int MaxSide = 16_384;
    private const int MaxSampleBits = 14;

    /// <summary>Whether sets of this profile tell chroma format and bits of a sample; all others are 4:2:0 in 8 bits.</summary>
    public bool TellsFormat => HasFormat(Profile);

    /// <param name="unit">The NAL unit with its header byte; emulation prevention bytes are skipped while reading.</param>
    /// <returns>False if truncated or out of range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> unit, out H264SequenceParameterSet set)
    {
        set = default;
        if (!TryReadId(unit, out var id))
            return false;
        var bits = new ExpGolombReader(unit[1..]);
        var profile = (byte)bits.ReadBits(8);
        bits.ReadBits(16);
        bits.ReadUnsigned();
        var (chroma, lumaBits, chromaBits) = HasFormat(profile) ? ReadFormat(ref bits) : (1u, 8u, 8u);
        if (chroma > 3 || lumaBits > MaxSampleBits || chromaBits > MaxSampleBits)
            return false;
        SkipToSize(ref bits);
        var size = ReadSize(ref bits, chroma);
        set = new H264SequenceParameterSet(profile, id, size, (byte)chroma, (byte)lumaBits, (byte)chromaBits);
        return !bits.IsExhausted && size is { Width: > 0 and <= MaxSide, Height: > 0 and <= MaxSide };
    }

    /// <summary>Reads the id alone, which can be told even if the rest makes no sense.</summary>
    /// <param name="unit">The NAL unit with its header byte.</param>
    public static bool TryReadId(ReadOnlySpan<byte> unit, out byte id)
    {
        id = 0;
        if (unit.IsEmpty)
            return false;
        var bits = new ExpGolombReader(unit[1..]);
        bits.ReadBits(24);
        var value = bits.ReadUnsigned();
        id = (byte)value;
        return !bits.IsExhausted && value <= MaxId;
    }

    private static bool HasFormat(byte profile) => profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128;

    private static (uint Chroma, uint LumaBits, uint ChromaBits) ReadFormat(ref ExpGolombReader bits)
    {
        const uint fullChroma = 3;
        var chroma = bits.ReadUnsigned();
        if (chroma == fullChroma)
            bits.ReadFlag();
        var (lumaBits, chromaBits) = (8 + bits.ReadUnsigned(), 8 + bits.ReadUnsigned());
        bits.ReadFlag();
        if (bits.ReadFlag())
            SkipScalingLists(ref bits, chroma == fullChroma ? 12 : 8);
        return (chroma, lumaBits, chromaBits);
    }

    /// <summary>scaling_list() (§7.3.2.1.1.1): a list ends early where the next scale becomes 0.</summary>
    private static void SkipScalingLists(ref ExpGolombReader bits, int count)
    {
        const int smallLists = 6;
        for (var list = 0; list < count && !bits.IsExhausted; list++)
        {
            if (!bits.ReadFlag())
                continue;
            var scale = 8;
            for (var left = list < smallLists ? 16 : 64; left > 0 && scale != 0; left--)
                scale = scale + bits.ReadSigned() & 0xFF;
        }
    }

    /// <summary>Frame number length, picture order count and reference frames.</summary>
    private static void SkipToSize(ref ExpGolombReader bits)
    {
        bits.ReadUnsigned();
        var orderCountType = bits.ReadUnsigned();
        if (orderCountType == 0)
        {
            bits.ReadUnsigned();
        }
        else if (orderCountType == 1)
        {
            bits.ReadFlag();
            bits.ReadUnsigned();
            bits.ReadUnsigned();
            for (var cycle = bits.ReadUnsigned(); cycle > 0 && !bits.IsExhausted; cycle--)
                bits.ReadUnsigned();
        }
        bits.ReadUnsigned();
        bits.ReadFlag();
    }

    private static PictureSize ReadSize(ref ExpGolombReader bits, uint chroma)
    {
        var width = 16 * (bits.ReadUnsigned() + 1);
        var heightInMapUnits = 16 * (bits.ReadUnsigned() + 1);
        var framesOnly = bits.ReadFlag();
        if (!framesOnly)
            bits.ReadFlag();
        bits.ReadFlag();
        var height = framesOnly ? heightInMapUnits : 2 * heightInMapUnits;
        if (bits.ReadFlag())
            Crop(ref bits, chroma, framesOnly, ref width, ref height);
        return new PictureSize((int)width, (int)height);
    }

    private static void Crop(ref ExpGolombReader bits, uint chroma, bool framesOnly, ref uint width, ref uint height)
    {
        var unitX = chroma is 1 or 2 ? 2u : 1u;
        var unitY = (chroma == 1 ? 2u : 1u) * (framesOnly ? 1u : 2u);
        width -= unitX * (bits.ReadUnsigned() + bits.ReadUnsigned());
        height -= unitY * (bits.ReadUnsigned() + bits.ReadUnsigned());
    }
}
