using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>What a player must know of an AV1 sequence (AV1 bitstream specification §5.5).</summary>
/// <param name="Size">Of the largest frames.</param>
internal readonly record struct Av1SequenceHeader(byte Profile, byte Level, bool IsHighTier, PictureSize Size)
{
    private const uint LowestLevelWithTiers = 8;

    /// <param name="payload">The OBU without its header.</param>
    /// <returns>False if cut short.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Av1SequenceHeader sequence)
    {
        var bits = new BitReader(payload);
        var profile = bits.Read(3);
        bits.Skip(1);
        var isReduced = bits.ReadFlag();
        var (level, isHighTier) = isReduced ? (bits.Read(5), false) : ReadOperatingPoints(ref bits);
        var (widthBits, heightBits) = ((int)bits.Read(4) + 1, (int)bits.Read(4) + 1);
        var size = new PictureSize((int)bits.Read(widthBits) + 1, (int)bits.Read(heightBits) + 1);
        sequence = new Av1SequenceHeader((byte)profile, (byte)level, isHighTier, size);
        return !bits.IsExhausted;
    }

    /// <returns>Level and tier of the first operating point, which is the whole stream.</returns>
    private static (uint Level, bool IsHighTier) ReadOperatingPoints(ref BitReader bits)
    {
        var delayBits = bits.ReadFlag() ? ReadTiming(ref bits) : 0;
        var hasDisplayDelay = bits.ReadFlag();
        var (firstLevel, isFirstHigh) = (0u, false);
        var count = (int)bits.Read(5) + 1;
        for (var point = 0; point < count; point++)
        {
            bits.Skip(12);
            var level = bits.Read(5);
            var isHigh = level >= LowestLevelWithTiers && bits.ReadFlag();
            if (delayBits > 0 && bits.ReadFlag())
                bits.Skip(2 * delayBits + 1);
            if (hasDisplayDelay && bits.ReadFlag())
                bits.Skip(4);
            if (point == 0)
                (firstLevel, isFirstHigh) = (level, isHigh);
        }
        return (firstLevel, isFirstHigh);
    }

    /// <returns>Bits of a buffer delay; 0 without a decoder model.</returns>
    private static int ReadTiming(ref BitReader bits)
    {
        bits.Skip(64);
        if (bits.ReadFlag())
            SkipVariableLength(ref bits);
        if (!bits.ReadFlag())
            return 0;
        var delayBits = (int)bits.Read(5) + 1;
        bits.Skip(42);
        return delayBits;
    }

    /// <summary>uvlc() (§4.10.3).</summary>
    private static void SkipVariableLength(ref BitReader bits)
    {
        var leadingZeros = 0;
        while (!bits.IsExhausted && !bits.ReadFlag())
            leadingZeros++;
        bits.Skip(Math.Min(leadingZeros, 32));
    }
}
