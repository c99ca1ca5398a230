namespace Broadcast.Sfu.Rtp;

/// <summary>Walks the elements of a header extension block in its one-byte or two-byte form (RFC 8285 §4.2, §4.3).</summary>
public ref struct HeaderExtensions
{
    internal const ushort OneByteProfile = 0xBEDE;
    internal const ushort TwoByteProfile = 0x1000;

    /// <summary>Id 15 of the one-byte form ends the block (RFC 8285 §4.2).</summary>
    private const byte OneByteStop = 15;

    private readonly bool oneByte;
    private ReadOnlySpan<byte> rest;

    internal HeaderExtensions(ushort profile, ReadOnlySpan<byte> block)
    {
        oneByte = profile == OneByteProfile;
        var known = oneByte || (profile & 0xFFF0) == TwoByteProfile;
        rest = known ? block : default;
    }

    public byte Id { get; private set; }
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <returns>False at the end of the block or at an element that is cut short by it.</returns>
    public bool MoveNext()
    {
        rest = rest.TrimStart((byte)0);
        return oneByte ? MoveNextOneByte() : MoveNextTwoByte();
    }

    private bool MoveNextOneByte()
    {
        if (rest.IsEmpty || rest[0] >> 4 == OneByteStop)
            return false;
        return Take((byte)(rest[0] >> 4), headerLength: 1, length: (rest[0] & 0x0F) + 1);
    }

    private bool MoveNextTwoByte()
    {
        if (rest.Length < 2)
            return false;
        return Take(rest[0], headerLength: 2, length: rest[1]);
    }

    private bool Take(byte id, int headerLength, int length)
    {
        if (rest.Length < headerLength + length)
            return false;
        Id = id;
        Value = rest.Slice(headerLength, length);
        rest = rest[(headerLength + length)..];
        return true;
    }
}
