using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>What a <see cref="TransportCc"/> says of one packet.</summary>
/// <param name="ArrivalUs">On the receiver's clock, in microseconds; meaningful when <paramref name="Received"/>.</param>
public readonly record struct PacketStatus(ushort Sequence, bool Received, long ArrivalUs);

/// <summary>Reads status chunks and receive deltas side by side.</summary>
public ref struct TransportCcEnumerator
{
    private readonly ReadOnlySpan<byte> chunks;
    private ReadOnlySpan<byte> deltas;
    private StatusChunk chunk;
    private int nextInChunk;
    private int chunkOffset;
    private int remaining;
    private ushort sequence;
    private long arrivalUs;

    internal TransportCcEnumerator(ReadOnlySpan<byte> body, ushort baseSequence, int count, long referenceUs)
    {
        chunks = body;
        TryMeasure(body, count, out var chunkBytes, out _);
        deltas = body[chunkBytes..];
        remaining = count;
        sequence = (ushort)(baseSequence - 1);
        arrivalUs = referenceUs;
    }

    public PacketStatus Current { get; private set; }

    public bool MoveNext()
    {
        if (remaining == 0)
            return false;
        if (nextInChunk == chunk.Capacity)
            Advance();
        var symbol = chunk[nextInChunk++];
        remaining--;
        sequence++;
        switch (symbol)
        {
            case StatusSymbol.SmallDelta:
                arrivalUs += deltas[0] * TransportCc.DeltaUs;
                deltas = deltas[1..];
                break;
            case StatusSymbol.LargeDelta:
                arrivalUs += BinaryPrimitives.ReadInt16BigEndian(deltas) * TransportCc.DeltaUs;
                deltas = deltas[2..];
                break;
        }
        Current = new PacketStatus(sequence, symbol is StatusSymbol.SmallDelta or StatusSymbol.LargeDelta, arrivalUs);
        return true;
    }

    /// <summary>The message was found complete, so there is a next chunk.</summary>
    private void Advance()
    {
        TryReadChunk(chunks, chunkOffset, out chunk);
        chunkOffset += StatusChunk.Size;
        nextInChunk = 0;
    }

    /// <summary>Whether there are chunks for every status and a delta for every arrival. Takes a step per chunk, however many packets a chunk speaks of.</summary>
    internal static bool IsComplete(ReadOnlySpan<byte> body, int count) =>
        TryMeasure(body, count, out var chunkBytes, out var deltaBytes) && chunkBytes + deltaBytes <= body.Length;

    private static bool TryMeasure(ReadOnlySpan<byte> body, int count, out int chunkBytes, out int deltaBytes)
    {
        chunkBytes = deltaBytes = 0;
        while (count > 0)
        {
            if (!TryReadChunk(body, chunkBytes, out var read))
                return false;
            var spoken = Math.Min(count, read.Capacity);
            deltaBytes += read.DeltaLength(spoken);
            chunkBytes += StatusChunk.Size;
            count -= spoken;
        }
        return true;
    }

    /// <returns>False where the bytes end, and for a run of length zero.</returns>
    private static bool TryReadChunk(ReadOnlySpan<byte> body, int offset, out StatusChunk chunk)
    {
        chunk = default;
        if (body.Length < offset + StatusChunk.Size)
            return false;
        chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(body[offset..]));
        return chunk.Capacity > 0;
    }
}
