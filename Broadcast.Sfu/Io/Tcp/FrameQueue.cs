using System.Buffers;
using System.Buffers.Binary;

namespace Broadcast.Sfu.Io.Tcp;

/// <summary>
/// Frames (RFC 4571 §2) that wait for a connection to take them: a ring of bytes with a bound, held only while something waits.
/// Frames go in whole or not at all, so that what comes out is never half a frame.
/// </summary>
internal sealed class FrameQueue(int capacity) : IDisposable
{
    private byte[] ring = [];
    private int head;
    private int count;

    public bool IsEmpty => count == 0;

    /// <summary>The oldest bytes, as far as they lie in one piece.</summary>
    public ReadOnlySpan<byte> Oldest => ring.AsSpan(head, Math.Min(count, capacity - head));

    /// <returns>False if there is no room for the packet and its length.</returns>
    public bool TryAdd(ReadOnlySpan<byte> packet)
    {
        if (count + FrameReader.PrefixLength + packet.Length > capacity)
            return false;
        Span<byte> prefix = stackalloc byte[FrameReader.PrefixLength];
        BinaryPrimitives.WriteUInt16BigEndian(prefix, (ushort)packet.Length);
        Write(prefix);
        Write(packet);
        return true;
    }

    /// <summary>Adds the end of a frame whose beginning the connection has taken.</summary>
    /// <param name="rest">At most a frame; the queue is empty.</param>
    public void AddRest(ReadOnlySpan<byte> rest) => Write(rest);

    /// <summary>The connection has taken this many of <see cref="Oldest"/>.</summary>
    public void Remove(int bytes)
    {
        head = (head + bytes) % capacity;
        count -= bytes;
        if (count == 0)
            Release();
    }

    public void Dispose() => Release();

    private void Release()
    {
        if (ring.Length != 0)
            ArrayPool<byte>.Shared.Return(ring);
        (ring, head, count) = ([], 0, 0);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (ring.Length == 0)
            ring = ArrayPool<byte>.Shared.Rent(capacity);
        var tail = (head + count) % capacity;
        var first = Math.Min(bytes.Length, capacity - tail);
        bytes[..first].CopyTo(ring.AsSpan(tail));
        bytes[first..].CopyTo(ring);
        count += bytes.Length;
    }
}
