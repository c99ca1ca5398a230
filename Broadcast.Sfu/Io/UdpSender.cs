using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Broadcast.Sfu.Primitives;
using static Broadcast.Sfu.Io.Libc;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io;

/// <summary>
/// Sends a batch by sendmmsg, a run of equal datagrams as one UDP_SEGMENT message. Where the kernel refuses to segment, the run
/// goes as plain datagrams, and after EIO, which no later call can cure, so does everything else on the socket.
/// </summary>
public sealed unsafe class UdpSender : IDatagramSink
{
    private const int BatchSize = 256;
    private const int MaxWaitsPerBatch = 4;
    private const long WaitNanoseconds = 1_000_000;

    private readonly byte[] addresses = GC.AllocateArray<byte>(BatchSize * SocketAddress.MaxLength, pinned: true);
    private readonly ControlMessage[] controls = GC.AllocateArray<ControlMessage>(BatchSize, pinned: true);
    private readonly IoVector[] vectors = GC.AllocateArray<IoVector>(BatchSize, pinned: true);
    private readonly MessageHeader[] headers = GC.AllocateArray<MessageHeader>(BatchSize, pinned: true);
    private readonly UdpSocket socket;
    private readonly SocketCounters counters;
    private int count;
    private int waitsLeft;

    /// <param name="socket">Not owned.</param>
    /// <param name="counters">Shared by the sockets of a worker.</param>
    public UdpSender(UdpSocket socket, SocketCounters counters)
    {
        this.socket = socket;
        this.counters = counters;
        Segments = socket.CanSegment;
    }

    /// <summary>Whether runs leave as segmented messages; false for good once the device refused.</summary>
    public bool Segments { get; internal set; }

    public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        waitsLeft = MaxWaitsPerBatch;
        var start = Pointer(slab);
        foreach (ref readonly var message in messages)
        {
            if (socket.IsIPv4 && !message.To.IsIPv4)
                counters.CountSendDropped(message.Segments);
            else if (Segments && message.Segments > 1)
                Queue(message.To, start + message.Offset, message.Length, message.SegmentSize);
            else
                QueuePlain(message.To, start + message.Offset, message.Length, message.SegmentSize);
        }
        Flush();
    }

    private void QueuePlain(in TransportTuple to, byte* payload, int length, int segmentSize)
    {
        for (var offset = 0; offset < length; offset += segmentSize)
            Queue(to, payload + offset, Math.Min(segmentSize, length - offset), segmentSize: 0);
    }

    /// <param name="to">Remote address.</param>
    /// <param name="payload">In a pinned slab.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="segmentSize">0 for one plain datagram.</param>
    private void Queue(in TransportTuple to, byte* payload, int length, int segmentSize)
    {
        if (count == BatchSize)
            Flush();
        var name = Pointer(addresses) + count * SocketAddress.MaxLength;
        vectors[count] = new IoVector { Base = payload, Length = (nuint)length };
        ref var header = ref headers[count];
        header.Name = name;
        header.NameLength = SocketAddress.Write(to, socket.IsIPv4, name);
        header.Vectors = Pointer(vectors) + count;
        header.VectorCount = 1;
        header.Control = null;
        header.ControlLength = 0;
        if (segmentSize != 0)
            AddSegmentSize(ref header, segmentSize);
        count++;
    }

    private void AddSegmentSize(ref MessageHeader header, int segmentSize)
    {
        controls[count] = new ControlMessage
        {
            Header = new ControlMessageHeader { Length = ControlMessage.HeaderLength + sizeof(ushort), Level = LevelUdp, Type = UdpSegment },
            Value = (ulong)segmentSize,
        };
        header.Control = (byte*)(Pointer(controls) + count);
        header.ControlLength = (nuint)sizeof(ControlMessage);
    }

    private void Flush()
    {
        var next = 0;
        while (next < count)
        {
            var sent = SendMessages(socket, Pointer(headers) + next, (uint)(count - next), MessageDontWait);
            if (sent > 0)
                CountSent(next, sent);
            next += sent > 0 ? sent : Resolve(next, Marshal.GetLastPInvokeError());
        }
        count = 0;
    }

    /// <summary>Decides about the message that the kernel did not take.</summary>
    /// <returns>Messages dealt with: 0 to try again, 1 to go on behind it.</returns>
    private int Resolve(int index, int errno)
    {
        if (errno == Interrupted)
            return 0;
        if (errno is TryAgain or NoBufferSpace && waitsLeft > 0)
        {
            waitsLeft--;
            WaitForRoom();
            return 0;
        }
        if (IsSegmented(index) && errno is IoError or InvalidArgument or MessageTooLong)
        {
            counters.CountSegmentationRefused();
            Segments &= errno != IoError;
            SendSegmentsAlone(index);
            return 1;
        }
        counters.CountSendDropped(SegmentCount(index));
        return 1;
    }

    private void SendSegmentsAlone(int index)
    {
        var segmentSize = (int)controls[index].Value;
        var whole = vectors[index];
        ref var header = ref headers[index];
        header.Control = null;
        header.ControlLength = 0;
        for (var offset = 0; offset < (int)whole.Length; offset += segmentSize)
        {
            vectors[index] = new IoVector { Base = whole.Base + offset, Length = (nuint)Math.Min(segmentSize, (int)whole.Length - offset) };
            if (SendMessages(socket, Pointer(headers) + index, 1, MessageDontWait) == 1)
                counters.CountSent(1);
            else
                counters.CountSendDropped(1);
        }
    }

    private void WaitForRoom()
    {
        var descriptor = new PollDescriptor { Descriptor = socket.Descriptor, Events = PollOut };
        var timeout = new TimeSpec { Nanoseconds = WaitNanoseconds };
        Poll(&descriptor, 1, &timeout, null);
    }

    private void CountSent(int first, int messages)
    {
        for (var i = first; i < first + messages; i++)
        {
            counters.CountSent(SegmentCount(i));
            if (IsSegmented(i))
                counters.CountSegmentedSend();
        }
    }

    private bool IsSegmented(int index) => headers[index].ControlLength != 0;

    private int SegmentCount(int index)
    {
        if (!IsSegmented(index))
            return 1;
        var segmentSize = (int)controls[index].Value;
        return ((int)vectors[index].Length + segmentSize - 1) / segmentSize;
    }

    private static T* Pointer<T>(T[] pinned) where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
