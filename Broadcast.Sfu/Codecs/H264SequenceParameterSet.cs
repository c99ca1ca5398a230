namespace Broadcast.Sfu.Codecs;

/// <summary>Reads as much of an H.264 sequence parameter set as gives the picture's size (ITU-T H.264 §7.3.2.1.1).</summary>
internal static class H264SequenceParameterSet
{
    /// <param name="rbsp">The unit after its header byte; emulation prevention bytes are skipped while reading.</param>
    /// <param name="size">After cropping.</param>
    /// <returns>False if truncated, or if scaling lists come before the size.</returns>
    public static bool TryGetPictureSize(ReadOnlySpan<byte> rbsp, out PictureSize size)
    {
        size = default;
        var bits = new ExpGolombReader(rbsp);
        var profile = bits.ReadBits(8);
        bits.ReadBits(16);
        bits.ReadUnsigned();
        var chroma = 1u;
        if (HasChromaFormat(profile) && !TryReadChromaFormat(ref bits, out chroma))
            return false;
        SkipToSize(ref bits);
        var width = 16 * (bits.ReadUnsigned() + 1);
        var heightInMapUnits = 16 * (bits.ReadUnsigned() + 1);
        var framesOnly = bits.ReadBits(1) == 1;
        if (!framesOnly)
            bits.ReadBits(1);
        bits.ReadBits(1);
        var height = framesOnly ? heightInMapUnits : 2 * heightInMapUnits;
        if (bits.ReadBits(1) == 1)
            Crop(ref bits, chroma, framesOnly, ref width, ref height);
        size = new PictureSize((int)width, (int)height);
        return !bits.IsExhausted && size is { Width: > 0 and <= 16_384, Height: > 0 and <= 16_384 };
    }

    private static bool HasChromaFormat(uint profile) => profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128;

    private static bool TryReadChromaFormat(ref ExpGolombReader bits, out uint chroma)
    {
        chroma = bits.ReadUnsigned();
        if (chroma == 3)
            bits.ReadBits(1);
        bits.ReadUnsigned();
        bits.ReadUnsigned();
        bits.ReadBits(1);
        return bits.ReadBits(1) == 0;
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
            bits.ReadBits(1);
            bits.ReadUnsigned();
            bits.ReadUnsigned();
            for (var cycle = bits.ReadUnsigned(); cycle > 0 && !bits.IsExhausted; cycle--)
                bits.ReadUnsigned();
        }
        bits.ReadUnsigned();
        bits.ReadBits(1);
    }

    private static void Crop(ref ExpGolombReader bits, uint chroma, bool framesOnly, ref uint width, ref uint height)
    {
        var unitX = chroma is 1 or 2 ? 2u : 1u;
        var unitY = (chroma == 1 ? 2u : 1u) * (framesOnly ? 1u : 2u);
        width -= unitX * (bits.ReadUnsigned() + bits.ReadUnsigned());
        height -= unitY * (bits.ReadUnsigned() + bits.ReadUnsigned());
    }
}
