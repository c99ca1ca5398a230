namespace Broadcast.Sfu.Codecs;

/// <summary>Reads bits, the highest of each byte first. Past the end it reads zeros and says so.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    /// <summary>Whether more was read than there was.</summary>
    public readonly bool IsExhausted => position > 8 * bytes.Length;

    public bool ReadFlag() => Read(1) == 1;

    /// <param name="count">At most 32.</param>
    public uint Read(int count)
    {
        var value = 0u;
        for (; count > 0; count--, position++)
            value = value << 1 | (position < 8 * bytes.Length ? (uint)(bytes[position >> 3] >> (7 - (position & 7)) & 1) : 0);
        return value;
    }

    /// <summary>A number below <paramref name="end"/> in as few bits as that takes, ns(n) (AV1 bitstream specification §4.10.7).</summary>
    /// <param name="end">At least 1.</param>
    public uint ReadBelow(uint end)
    {
        var bits = 0;
        for (var rest = end; rest != 0; rest >>= 1)
            bits++;
        var short1 = (1u << bits) - end;
        var value = Read(bits - 1);
        return value < short1 ? value : (value << 1) - short1 + Read(1);
    }
}
