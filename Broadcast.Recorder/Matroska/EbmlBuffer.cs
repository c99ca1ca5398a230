using System.Buffers.Binary;
using System.Text;

namespace Broadcast.Recorder.Matroska;

/// <summary>Elements of EBML (RFC 8794), collected in memory. Sizes of masters take eight bytes, so that they can be filled in afterwards.</summary>
internal sealed class EbmlBuffer
{
    private const ulong EightByteSize = 0x0100_0000_0000_0000;

    private const ulong UnknownSize = 0x00FF_FFFF_FFFF_FFFF;

    private byte[] bytes = new byte[4096];

    public int Length { get; private set; }
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes back everything after a position.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Opens a master element.</summary>
    /// <returns>What <see cref="End"/> needs to close it.</returns>
    public int Begin(uint id)
    {
        WriteId(id);
        WriteSize(0);
        return Length;
    }

    public void End(int bodyStart) =>
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(bodyStart - 8), EightByteSize | (uint)(Length - bodyStart));

    public void Unsigned(uint id, ulong value)
    {
        WriteId(id);
        Reserve(1)[0] = 0x88;
        BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);
    }

    public void Float(uint id, double value)
    {
        WriteId(id);
        Reserve(1)[0] = 0x88;
        BinaryPrimitives.WriteDoubleBigEndian(Reserve(8), value);
    }

    public void Text(uint id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    public void Binary(uint id, ReadOnlySpan<byte> value)
    {
        WriteId(id);
        WriteSize((ulong)value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    /// <summary>A block of one frame, without lacing (RFC 9559 §10.2).</summary>
    /// <param name="relativeMs">From the start of the cluster.</param>
    public void SimpleBlock(byte track, short relativeMs, bool isKey, ReadOnlySpan<byte> frame)
    {
        WriteId(MatroskaId.SimpleBlock);
        WriteSize((ulong)frame.Length + 4);
        var header = Reserve(4);
        header[0] = (byte)(0x80 | track);
        BinaryPrimitives.WriteInt16BigEndian(header[1..], relativeMs);
        header[3] = isKey ? (byte)0x80 : (byte)0;
        frame.CopyTo(Reserve(frame.Length));
    }

    public void WriteId(uint id)
    {
        var length = id > 0xFFFFFF ? 4 : id > 0xFFFF ? 3 : id > 0xFF ? 2 : 1;
        var destination = Reserve(length);
        for (var i = 0; i < length; i++)
            destination[i] = (byte)(id >> 8 * (length - 1 - i));
    }

    /// <summary>The size of a master that lasts until the file ends (RFC 8794 §6.2).</summary>
    public void WriteUnknownSize() => WriteSize(UnknownSize);

    public void WriteSize(ulong size) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), EightByteSize | size);

    private Span<byte> Reserve(int length)
    {
        if (Length + length > bytes.Length)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + length));
        Length += length;
        return bytes.AsSpan(Length - length, length);
    }
}
