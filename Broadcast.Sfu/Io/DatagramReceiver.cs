using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Broadcast.Sfu.Io.Libc;

namespace Broadcast.Sfu.Io;

/// <summary>Receives batches by recvmmsg into one pinned slab, which every socket of a worker shares.</summary>
internal sealed unsafe class DatagramReceiver
{
    public const int BatchSize = 64;

    /// <summary>Over any Ethernet MTU; longer datagrams are counted and dropped.</summary>
    public const int MaxDatagramLength = 2_048;

    private readonly byte[] slab = GC.AllocateUninitializedArray<byte>(BatchSize * MaxDatagramLength, pinned: true);
    private readonly byte[] addresses = GC.AllocateArray<byte>(BatchSize * SocketAddress.MaxLength, pinned: true);
    private readonly ControlMessage[] controls = GC.AllocateArray<ControlMessage>(BatchSize, pinned: true);
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
                Control = (byte*)(Pointer(controls) + i),
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
            headers[i].ControlLength = (nuint)sizeof(ControlMessage);
        }
        var count = ReceiveMessages(socket, Pointer(headers), BatchSize, LinuxConstants.MessageDontWait, null);
        if (count <= 0)
            return 0;
        counters.CountReceived(count);
        CountOverflow(count - 1, ref overflows);
        for (var i = 0; i < count; i++)
            Deliver(i, localSocket, handler);
        return count;
    }

    private void Deliver(int index, ushort localSocket, IDatagramHandler handler)
    {
        ref var header = ref headers[index];
        if ((header.Flags & LinuxConstants.MessageTruncated) != 0)
        {
            counters.CountTruncated();
            return;
        }
        var from = SocketAddress.Read(header.Name, localSocket);
        handler.OnDatagram(from, slab.AsSpan(index * MaxDatagramLength, (int)header.Transferred));
    }

    /// <summary>The kernel's count is cumulative, so the last message of a batch tells all; it is absent until something was lost.</summary>
    private void CountOverflow(int last, ref uint overflows)
    {
        ref var control = ref controls[last];
        if (headers[last].ControlLength < ControlMessage.HeaderLength || control.Type != LinuxConstants.ReceiveQueueOverflow)
            return;
        var total = (uint)control.Value;
        counters.CountReceiveOverflow(total - overflows);
        overflows = total;
    }

    private static T* Pointer<T>(T[] pinned) where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
