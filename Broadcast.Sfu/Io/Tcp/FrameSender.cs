using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Broadcast.Sfu.Primitives;
using static Broadcast.Sfu.Io.Libc;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io.Tcp;

/// <summary>
/// Writes packets as frames (RFC 4571 §2), as many as there are for a connection in one call. What it does not take waits in its
/// queue, and what the queue does not take is dropped and counted: the past must not keep the present waiting.
/// </summary>
internal sealed unsafe class FrameSender(SocketCounters counters)
{
    /// <summary>Half of IOV_MAX at most, for each has a length of its own.</summary>
    private const int FramesPerCall = 128;

    private readonly ushort[] prefixes = GC.AllocateArray<ushort>(FramesPerCall, pinned: true);
    private readonly IoVector[] vectors = GC.AllocateArray<IoVector>(2 * FramesPerCall, pinned: true);
    private int frames;

    /// <param name="connection">May break; then it says so.</param>
    /// <param name="slab">Pinned.</param>
    /// <param name="messages">All for this connection.</param>
    public void Send(TcpConnection connection, byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        var start = Pointer(slab);
        foreach (ref readonly var message in messages)
        {
            for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
            {
                if (frames == FramesPerCall)
                    Flush(connection);
                Add(start + message.Offset + offset, Math.Min(message.SegmentSize, message.Length - offset));
            }
        }
        Flush(connection);
    }

    /// <summary>The connection takes bytes again.</summary>
    public void SendQueued(TcpConnection connection)
    {
        while (!connection.Queue.IsEmpty)
        {
            var oldest = connection.Queue.Oldest;
            fixed (byte* bytes = oldest)
            {
                var vector = new IoVector { Base = bytes, Length = (nuint)oldest.Length };
                var sent = Write(connection, &vector, 1);
                if (sent == 0)
                    return;
                connection.Queue.Remove(sent);
            }
        }
    }

    private void Add(byte* packet, int length)
    {
        prefixes[frames] = BinaryPrimitives.ReverseEndianness((ushort)length);
        vectors[2 * frames] = new IoVector { Base = (byte*)(Pointer(prefixes) + frames), Length = FrameReader.PrefixLength };
        vectors[2 * frames + 1] = new IoVector { Base = packet, Length = (nuint)length };
        frames++;
    }

    private void Flush(TcpConnection connection)
    {
        var isTaking = connection.Queue.IsEmpty && !connection.IsBroken;
        var sent = isTaking ? Write(connection, Pointer(vectors), 2 * frames) : 0;
        for (var i = 0; i < frames; i++)
        {
            var packet = new ReadOnlySpan<byte>(vectors[2 * i + 1].Base, (int)vectors[2 * i + 1].Length);
            var length = FrameReader.PrefixLength + packet.Length;
            if (sent > 0 && sent < length)
                QueueRest(connection.Queue, i, sent);
            else if (sent <= 0 && (connection.IsBroken || !connection.Queue.TryAdd(packet)))
                counters.CountTcpDropped();
            else
                counters.CountSent(1);
            sent -= Math.Min(sent, length);
        }
        frames = 0;
    }

    private void QueueRest(FrameQueue queue, int frame, int sent)
    {
        var prefix = new ReadOnlySpan<byte>(vectors[2 * frame].Base, FrameReader.PrefixLength);
        var packet = new ReadOnlySpan<byte>(vectors[2 * frame + 1].Base, (int)vectors[2 * frame + 1].Length);
        queue.AddRest(prefix[Math.Min(sent, prefix.Length)..]);
        queue.AddRest(packet[Math.Max(0, sent - prefix.Length)..]);
        counters.CountSent(1);
    }

    /// <returns>Bytes taken; 0 if it takes none now, or is broken.</returns>
    private static int Write(TcpConnection connection, IoVector* parts, int count)
    {
        if (count == 0)
            return 0;
        var header = new MessageHeader { Vectors = parts, VectorCount = (nuint)count };
        nint sent;
        do
        {
            sent = SendMessage(connection, &header, MessageDontWait | MessageNoSignal);
        }
        while (sent < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (sent >= 0)
            return (int)sent;
        if (Marshal.GetLastPInvokeError() is not (TryAgain or NoBufferSpace))
            connection.IsBroken = connection.IsClosing = true;
        return 0;
    }

    private static T* Pointer<T>(T[] pinned) where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
