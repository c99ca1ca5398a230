using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Broadcast.Sfu.Stun;

/// <summary>The 96 bits by which an answer belongs to its request (RFC 8489 §5).</summary>
public readonly record struct TransactionId(ulong High, uint Low)
{
    /// <summary>One that nobody can guess, from the system's random generator.</summary>
    public static TransactionId Create()
    {
        Span<byte> bytes = stackalloc byte[StunMessage.TransactionIdLength];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    /// <param name="bytes">12 bytes.</param>
    public static TransactionId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[sizeof(ulong)..]));

    /// <param name="destination">12 bytes.</param>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt32BigEndian(destination[sizeof(ulong)..], Low);
    }
}
