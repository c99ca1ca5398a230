using System.Diagnostics;

namespace Broadcast.Sfu.Primitives;

/// <summary>
/// What a worker wants sent: datagrams written back to back into one pinned slab. Consecutive datagrams to one tuple, equal in
/// size but for a shorter last one, form one <see cref="Message"/>, so that the shell can hand the run to the kernel as a single
/// segmented send. Write viewer by viewer to get long runs. When the slab is full it flushes itself to its sink.
/// </summary>
public sealed class SendBatch
{
    /// <summary>Linux refuses more segments than this in one UDP_SEGMENT call on older kernels.</summary>
    public const int MaxSegments = 64;

    /// <summary>Largest UDP payload of one segmented call.</summary>
    public const int MaxMessageLength = 65_000;

    /// <summary>One send call: <paramref name="Length"/> bytes at <paramref name="Offset"/> of the slab, cut every <paramref name="SegmentSize"/> bytes.</summary>
    public readonly record struct Message(TransportTuple To, int Offset, int Length, ushort SegmentSize, ushort Segments);

    private readonly IDatagramSink sink;
    private readonly byte[] slab;
    private readonly Message[] messages;
    private int messageCount;
    private int used;
    private bool lastIsOpen;

    /// <param name="sink">Takes the messages at each flush.</param>
    /// <param name="slabBytes">Bytes of payload held before a flush.</param>
    /// <param name="maxMessages">Send calls held before a flush.</param>
    public SendBatch(IDatagramSink sink, int slabBytes = 1 << 18, int maxMessages = 1024)
    {
        this.sink = sink;
        slab = GC.AllocateUninitializedArray<byte>(slabBytes, pinned: true);
        messages = new Message[maxMessages];
    }

    public bool IsEmpty => messageCount == 0;

    /// <summary>Room for one datagram of at most <paramref name="maxLength"/> bytes; valid until the next call on this batch.</summary>
    public Span<byte> Reserve(int maxLength)
    {
        Debug.Assert(maxLength <= slab.Length);
        if (used + maxLength > slab.Length || messageCount == messages.Length)
            Flush();
        return slab.AsSpan(used, maxLength);
    }

    /// <summary>Queues the first <paramref name="length"/> bytes of the span last reserved.</summary>
    public void Commit(in TransportTuple to, int length)
    {
        if (!TryExtendLast(to, length))
        {
            messages[messageCount++] = new Message(to, used, length, (ushort)length, 1);
            lastIsOpen = true;
        }
        used += length;
    }

    /// <summary>Copies a whole datagram; for everything that is not media.</summary>
    public void Add(in TransportTuple to, ReadOnlySpan<byte> datagram)
    {
        datagram.CopyTo(Reserve(datagram.Length));
        Commit(to, datagram.Length);
    }

    public void Flush()
    {
        if (messageCount == 0)
            return;
        var count = messageCount;
        messageCount = 0;
        used = 0;
        lastIsOpen = false;
        sink.Send(slab, messages.AsSpan(0, count));
    }

    private bool TryExtendLast(in TransportTuple to, int length)
    {
        if (!lastIsOpen || messageCount == 0)
            return false;
        ref var last = ref messages[messageCount - 1];
        if (last.To != to || length > last.SegmentSize || last.Segments == MaxSegments || last.Length + length > MaxMessageLength)
            return false;
        last = last with { Length = last.Length + length, Segments = (ushort)(last.Segments + 1) };
        lastIsOpen = length == last.SegmentSize;
        return true;
    }
}
