namespace Broadcast.Recorder.Tracks;

/// <summary>Reads bits, most significant first. Past the end it reads zeros and says so.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    /// <summary>Whether more was read than there was.</summary>
    public readonly bool IsExhausted => position > 8 * bytes.Length;

    public bool ReadFlag() => Read(1) != 0;

    /// <param name="count">At most 32.</param>
    public uint Read(int count)
    {
        var value = 0u;
        for (; count > 0; count--, position++)
        {
            var bit = position < 8 * bytes.Length ? bytes[position >> 3] >> (7 - (position & 7)) & 1 : 0;
            value = value << 1 | (uint)bit;
        }
        return value;
    }

    public void Skip(int count) => position += count;
}
