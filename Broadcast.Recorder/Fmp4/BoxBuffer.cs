using System.Buffers.Binary;
using System.Text;

namespace Broadcast.Recorder.Fmp4;

/// <summary>ISO base media boxes (ISO/IEC 14496-12 §4.2), collected in memory, big-endian; sizes are filled in when a box ends.</summary>
internal sealed class BoxBuffer
{
    private byte[] bytes = new byte[64 * 1024];

    public int Length { get; private set; }
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <returns>What <see cref="End"/> needs.</returns>
    public int Begin(string type)
    {
        var at = Length;
        U32(0);
        Encoding.ASCII.GetBytes(type, Reserve(4));
        return at;
    }

    /// <summary>A box with version and flags.</summary>
    public int BeginFull(string type, byte version, uint flags)
    {
        var at = Begin(type);
        U32((uint)version << 24 | flags);
        return at;
    }

    public void End(int at) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), Length - at);

    public void U8(byte value) => Reserve(1)[0] = value;
    public void U16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), (ushort)value);
    public void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);
    public void U64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);
    public void Zeros(int count) => Reserve(count).Clear();
    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Fills in a number that was not known yet.</summary>
    public void Patch(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);

    private Span<byte> Reserve(int length)
    {
        if (Length + length > bytes.Length)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + length));
        Length += length;
        return bytes.AsSpan(Length - length, length);
    }
}
