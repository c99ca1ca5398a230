using System.Buffers.Binary;
using System.Text;

namespace Broadcast.Sfu.Rtp;

/// <summary>
/// A media identification of one to three ASCII characters, held ready for a 32-bit store. The short form keeps the header of
/// every receiver equally long; a longer one is not sent, its stream being known by SSRC.
/// </summary>
public readonly record struct MidValue
{
    public const int MaxLength = 3;

    private MidValue(uint bytes, byte length)
    {
        Bytes = bytes;
        Length = length;
    }

    /// <summary>The characters in the upper bytes below the top one, zero-filled.</summary>
    internal uint Bytes { get; }

    public byte Length { get; }

    /// <returns>False if empty, longer than three characters or not ASCII.</returns>
    public static bool TryCreate(string? text, out MidValue mid)
    {
        mid = default;
        if (text is not { Length: > 0 and <= MaxLength } || !Ascii.IsValid(text))
            return false;
        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        Encoding.ASCII.GetBytes(text, bytes[1..]);
        mid = new MidValue(BinaryPrimitives.ReadUInt32BigEndian(bytes), (byte)text.Length);
        return true;
    }
}
