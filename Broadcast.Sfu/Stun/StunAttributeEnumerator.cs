using System.Buffers.Binary;

namespace Broadcast.Sfu.Stun;

/// <summary>Walks attributes whose lengths <see cref="StunMessage.TryParse"/> has checked.</summary>
public ref struct StunAttributeEnumerator(ReadOnlySpan<byte> remaining)
{
    private ReadOnlySpan<byte> remaining = remaining;

    public StunAttribute Current { get; private set; }

    public readonly StunAttributeEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (remaining.IsEmpty)
            return false;
        var type = (StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(remaining);
        int length = BinaryPrimitives.ReadUInt16BigEndian(remaining[2..]);
        Current = new StunAttribute(type, remaining.Slice(StunMessage.AttributeHeaderLength, length));
        remaining = remaining[(StunMessage.AttributeHeaderLength + (length + 3 & ~3))..];
        return true;
    }
}
