namespace Broadcast.Sfu.Rtp;

/// <summary>
/// Which header extension ids of a source travel on, and under which id at the receiver: sixteen entries of four bits, so that
/// two negotiations can be compared by value. Ids 1 to 14, the range of the one-byte form; 0 means "not forwarded".
/// </summary>
public readonly record struct ExtensionMap(ulong Entries)
{
    public const byte MaxId = 14;

    /// <summary>The receiver's id for a source's id; 0 if it is not forwarded.</summary>
    public byte this[byte sourceId] => sourceId <= MaxId ? (byte)(Entries >> (4 * sourceId) & 0x0F) : (byte)0;

    /// <summary>The same map with one more entry. Ids outside 1 to 14 are left out: such an extension is not forwarded.</summary>
    public ExtensionMap With(byte sourceId, byte receiverId)
    {
        if (sourceId is 0 or > MaxId || receiverId > MaxId)
            return this;
        var shift = 4 * sourceId;
        return new ExtensionMap(Entries & ~(0xFUL << shift) | (ulong)receiverId << shift);
    }
}
