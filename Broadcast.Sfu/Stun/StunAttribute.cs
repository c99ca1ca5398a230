namespace Broadcast.Sfu.Stun;

/// <summary>One attribute of a message: its type and its value without padding.</summary>
public readonly ref struct StunAttribute(StunAttributeType type, ReadOnlySpan<byte> value)
{
    public StunAttributeType Type { get; } = type;
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>Whether a receiver that does not know the type must refuse the message (RFC 8489 §14).</summary>
    public bool IsComprehensionRequired => (ushort)Type < 0x8000;
}
