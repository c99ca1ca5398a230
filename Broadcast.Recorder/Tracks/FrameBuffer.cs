using System.Buffers.Binary;

namespace Broadcast.Recorder.Tracks;

/// <summary>The bytes of a frame as they are put together; grows to the largest frame and is used again.</summary>
internal sealed class FrameBuffer
{
    /// <summary>Of the length before a unit.</summary>
    public const int LengthBytes = 4;

    private const int SmallestBytes = 1_024;

    private byte[] bytes = [];

    public int Length { get; private set; }
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes back everything after a position.</summary>
    public void Truncate(int length) => Length = length;

    public void Append(ReadOnlySpan<byte> data)
    {
        if (Length + data.Length > bytes.Length)
            Array.Resize(ref bytes, Math.Max(Math.Max(2 * bytes.Length, SmallestBytes), Length + data.Length));
        data.CopyTo(bytes.AsSpan(Length));
        Length += data.Length;
    }

    public void AppendByte(byte value) => Append([value]);

    /// <summary>A unit with its length before it.</summary>
    public void AppendUnit(ReadOnlySpan<byte> unit)
    {
        var at = BeginLength();
        Append(unit);
        EndLength(at);
    }

    /// <summary>Leaves four bytes for a length.</summary>
    /// <returns>Where they are.</returns>
    public int BeginLength()
    {
        Append([0, 0, 0, 0]);
        return Length - LengthBytes;
    }

    /// <summary>Fills in the number of bytes that followed.</summary>
    public void EndLength(int at) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), Length - at - LengthBytes);
}
