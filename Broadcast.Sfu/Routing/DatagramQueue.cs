using System.Buffers.Binary;

namespace Broadcast.Sfu.Routing;

/// <summary>
/// One direction of a pipe between two workers of a node: datagrams written back to back into a ring of bytes, by one thread, and
/// read by one other, without locks. Full means lost, as on a network.
/// </summary>
/// <param name="bytes">A power of two.</param>
public sealed class DatagramQueue(int bytes = 1 << 19)
{
    private const int PrefixLength = sizeof(int);
    private const int SkipToStart = -1;

    private readonly byte[] ring = GC.AllocateUninitializedArray<byte>(bytes);
    private long written;
    private long read;
    private bool isUnannounced;

    /// <summary>Called by <see cref="Announce"/> on the writer's thread; set by the reader.</summary>
    public Action? WakeReader { get; set; }

    /// <summary>Whether nothing is waiting. For the reader.</summary>
    public bool IsEmpty => Volatile.Read(ref written) == read;

    /// <summary>Copies a datagram in. For the writer.</summary>
    /// <returns>False if there is no room: it is lost.</returns>
    public bool TryWrite(ReadOnlySpan<byte> datagram)
    {
        if (!TryReserve(datagram.Length, out var slot))
            return false;
        datagram.CopyTo(slot);
        Commit(datagram.Length);
        return true;
    }

    /// <summary>Room for one datagram, counted in by <see cref="Commit"/>. For the writer.</summary>
    public bool TryReserve(int length, out Span<byte> slot)
    {
        var needed = SpaceFor(length);
        var offset = (int)(written & (ring.Length - 1));
        var skipped = offset + needed > ring.Length ? ring.Length - offset : 0;
        slot = default;
        if (written + skipped + needed - Volatile.Read(ref read) > ring.Length)
            return false;
        if (skipped > 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(ring.AsSpan(offset), SkipToStart);
            Volatile.Write(ref written, written + skipped);
            offset = 0;
        }
        slot = ring.AsSpan(offset + PrefixLength, length);
        return true;
    }

    public void Commit(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(ring.AsSpan((int)(written & (ring.Length - 1))), length);
        isUnannounced = true;
        Volatile.Write(ref written, written + SpaceFor(length));
    }

    /// <summary>Wakes the reader if anything was written since the last time. For the writer, once per turn.</summary>
    public void Announce()
    {
        if (!isUnannounced)
            return;
        isUnannounced = false;
        WakeReader?.Invoke();
    }

    /// <summary>The oldest datagram, until <see cref="Advance"/>. For the reader, which may write into it.</summary>
    public bool TryPeek(out Span<byte> datagram)
    {
        datagram = default;
        if (IsEmpty)
            return false;
        var offset = (int)(read & (ring.Length - 1));
        var length = BinaryPrimitives.ReadInt32LittleEndian(ring.AsSpan(offset));
        if (length == SkipToStart)
        {
            Volatile.Write(ref read, read + ring.Length - offset);
            return TryPeek(out datagram);
        }
        datagram = ring.AsSpan(offset + PrefixLength, length);
        return true;
    }

    public void Advance()
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(ring.AsSpan((int)(read & (ring.Length - 1))));
        Volatile.Write(ref read, read + SpaceFor(length));
    }

    /// <summary>Rounded up so that a prefix never straddles the ring's end.</summary>
    private static int SpaceFor(int length) => PrefixLength + (length + PrefixLength - 1 & -PrefixLength);
}
