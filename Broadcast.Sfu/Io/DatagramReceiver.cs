using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Broadcast.Sfu.Primitives;
using static Broadcast.Sfu.Io.Libc;

namespace Broadcast.Sfu.Io;

/// <summary>Receives batches by recvmmsg into one pinned slab, which every socket of a worker shares.</summary>
internal sealed unsafe class DatagramReceiver
{
    public const int BatchSize = 64;

    /// <summary>Over any Ethernet MTU; longer datagrams are counted and dropped.</summary>
    public const int MaxDatagramLength = 2_048;

    /// <summary>Room for a timestamp and an overflow count, each with its header.</summary>
    private const int ControlLength = 64;

    /// <summary>A timestamp that claims more is of a wall clock that was set in between.</summary>
    private const long LongestWaitUs = 1_000_000;

    private readonly byte[] slab = GC.AllocateUninitializedArray<byte>(BatchSize * MaxDatagramLength, pinned: true);
    private readonly byte[] addresses = GC.AllocateArray<byte>(BatchSize * SocketAddress.MaxLength, pinned: true);
    private readonly byte[] controls = GC.AllocateArray<byte>(BatchSize * ControlLength, pinned: true);
    private readonly IoVector[] vectors = GC.AllocateArray<IoVector>(BatchSize, pinned: true);
    private readonly MessageHeader[] headers = GC.AllocateArray<MessageHeader>(BatchSize, pinned: true);
    private readonly SocketCounters counters;

    public DatagramReceiver(SocketCounters counters)
    {
        this.counters = counters;
        for (var i = 0; i < BatchSize; i++)
        {
            vectors[i] = new IoVector { Base = Pointer(slab) + i * MaxDatagramLength, Length = MaxDatagramLength };
            headers[i] = new MessageHeader
            {
                Name = Pointer(addresses) + i * SocketAddress.MaxLength,
                Vectors = Pointer(vectors) + i,
                VectorCount = 1,
                Control = Pointer(controls) + i * ControlLength,
            };
        }
    }

    /// <summary>Takes at most one batch.</summary>
    /// <param name="socket">Where from.</param>
    /// <param name="localSocket">Its index, for the tuples.</param>
    /// <param name="overflows">The socket's overflow count as last seen; updated.</param>
    /// <param name="handler">Called for each datagram.</param>
    /// <returns>Datagrams taken; <see cref="BatchSize"/> if there may be more.</returns>
    public int Receive(UdpSocket socket, ushort localSocket, ref uint overflows, IDatagramHandler handler)
    {
        for (var i = 0; i < BatchSize; i++)
        {
            headers[i].NameLength = SocketAddress.MaxLength;
            headers[i].ControlLength = ControlLength;
        }
        var count = ReceiveMessages(socket, Pointer(headers), BatchSize, LinuxConstants.MessageDontWait, null);
        if (count <= 0)
            return 0;
        counters.CountReceived(count);
        var now = MonotonicClock.NowWithWallClock(out var wallUs);
        for (var i = 0; i < count; i++)
        {
            var said = ReadControl(i);
            CountOverflow(said.Overflows, ref overflows);
            var waitedUs = said.WallUs == 0 ? 0 : Math.Clamp(wallUs - said.WallUs, 0, LongestWaitUs);
            Deliver(i, localSocket, now.AddMicroseconds(-waitedUs), handler);
        }
        return count;
    }

    private void Deliver(int index, ushort localSocket, Instant arrivedAt, IDatagramHandler handler)
    {
        ref var header = ref headers[index];
        if ((header.Flags & LinuxConstants.MessageTruncated) != 0)
        {
            counters.CountTruncated();
            return;
        }
        var from = SocketAddress.Read(header.Name, localSocket);
        handler.OnDatagram(from, arrivedAt, slab.AsSpan(index * MaxDatagramLength, (int)header.Transferred));
    }

    /// <summary>What the kernel says beside a datagram: when it came, and how many were dropped so far (absent until one was).</summary>
    private (long WallUs, uint Overflows) ReadControl(int index)
    {
        var (wallUs, overflows) = (0L, 0u);
        var said = controls.AsSpan(index * ControlLength, (int)headers[index].ControlLength);
        while (said.Length >= ControlMessage.HeaderLength)
        {
            ref readonly var message = ref MemoryMarshal.AsRef<ControlMessageHeader>(said);
            var value = said[ControlMessage.HeaderLength..];
            if (message.Type == LinuxConstants.ReceiveTimestamp)
                wallUs = MemoryMarshal.Read<TimeSpec>(value).Microseconds;
            else if (message.Type == LinuxConstants.ReceiveQueueOverflow)
                overflows = MemoryMarshal.Read<uint>(value);
            said = said[Math.Min(said.Length, (int)message.Length + 7 & ~7)..];
        }
        return (wallUs, overflows);
    }

    /// <summary>The kernel's count is cumulative, and wraps.</summary>
    private void CountOverflow(uint total, ref uint overflows)
    {
        if (total == 0)
            return;
        counters.CountReceiveOverflow(total - overflows);
        overflows = total;
    }

    private static T* Pointer<T>(T[] pinned) where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
