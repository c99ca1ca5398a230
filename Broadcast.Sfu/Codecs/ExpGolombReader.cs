namespace Broadcast.Sfu.Codecs;

/// <summary>Reads bits and Exp-Golomb codes of an H.264 NAL unit (ITU-T H.264 §7.3.1, §9.1). Past the end it reads zeros and says so.</summary>
internal ref struct ExpGolombReader(ReadOnlySpan<byte> unit)
{
    private readonly ReadOnlySpan<byte> unit = unit;
    private int position;
    private int zeros;
    private byte current;
    private int bitsLeft;

    /// <summary>Whether more was read than there was.</summary>
    public bool IsExhausted { get; private set; }

    /// <param name="count">At most 32.</param>
    public uint ReadBits(int count)
    {
        var value = 0u;
        for (; count > 0; count--)
            value = value << 1 | ReadBit();
        return value;
    }

    /// <summary>A flag, u(1).</summary>
    public bool ReadFlag() => ReadBit() == 1;

    /// <summary>A signed code, se(v).</summary>
    public int ReadSigned()
    {
        var code = ReadUnsigned();
        return (code & 1) == 1 ? (int)(code >> 1) + 1 : -(int)(code >> 1);
    }

    /// <summary>An unsigned code, ue(v). Signed codes, se(v), have the same length.</summary>
    public uint ReadUnsigned()
    {
        var leadingZeros = 0;
        while (ReadBit() == 0)
            if (++leadingZeros == 32 || IsExhausted)
            {
                IsExhausted = true;
                return 0;
            }
        return (1u << leadingZeros) - 1 + ReadBits(leadingZeros);
    }

    private uint ReadBit()
    {
        if (bitsLeft == 0)
            NextByte();
        bitsLeft--;
        return (uint)(current >> bitsLeft & 1);
    }

    /// <summary>Steps over the 3 that keeps two zero bytes from looking like a start code.</summary>
    private void NextByte()
    {
        if (zeros >= 2 && position < unit.Length && unit[position] == 3)
        {
            position++;
            zeros = 0;
        }
        IsExhausted |= position >= unit.Length;
        current = IsExhausted ? (byte)0 : unit[position++];
        zeros = current == 0 ? zeros + 1 : 0;
        bitsLeft = 8;
    }
}
