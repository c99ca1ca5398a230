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
    private ChunkReader statuses;
    private ushort sequence;
    private long arrivalUs;

    internal TransportCcEnumerator(ReadOnlySpan<byte> body, ushort baseSequence, int count, long referenceUs)
    {
        chunks = body;
        deltas = body[ChunksLength(body, count)..];
        statuses = new ChunkReader(count);
        sequence = (ushort)(baseSequence - 1);
        arrivalUs = referenceUs;
    }

    public PacketStatus Current { get; private set; }

    public bool MoveNext()
    {
        if (!statuses.TryNext(chunks, out var symbol))
            return false;
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

    /// <summary>Whether there are chunks for every status and a delta for every arrival.</summary>
    internal static bool IsComplete(ReadOnlySpan<byte> body, int count)
    {
        var reader = new ChunkReader(count);
        var deltaBytes = 0;
        while (reader.TryNext(body, out var symbol))
            deltaBytes += symbol.DeltaLength();
        return reader.IsDone && reader.Offset + deltaBytes <= body.Length;
    }

    private static int ChunksLength(ReadOnlySpan<byte> body, int count)
    {
        var reader = new ChunkReader(count);
        while (reader.TryNext(body, out _)) { }
        return reader.Offset;
    }

    /// <summary>Unfolds run-length and status-vector chunks (§3.1.3, §3.1.4).</summary>
    private struct ChunkReader(int count)
    {
        private int remaining = count;
        private ushort chunk;
        private int left;

        public int Offset { get; private set; }

        public readonly bool IsDone => remaining == 0;

        public bool TryNext(ReadOnlySpan<byte> chunks, out StatusSymbol symbol)
        {
            symbol = default;
            if (remaining == 0 || left == 0 && !TryReadChunk(chunks))
                return false;
            left--;
            remaining--;
            symbol = Symbol(chunk, left);
            return true;
        }

        private bool TryReadChunk(ReadOnlySpan<byte> chunks)
        {
            if (chunks.Length < Offset + 2)
                return false;
            chunk = BinaryPrimitives.ReadUInt16BigEndian(chunks[Offset..]);
            Offset += 2;
            left = (chunk >> 14) switch
            {
                0b10 => 14,
                0b11 => 7,
                _ => chunk & 0x1FFF,
            };
            return left > 0;
        }

        private static StatusSymbol Symbol(ushort chunk, int left) => (chunk >> 14) switch
        {
            0b10 => (StatusSymbol)(chunk >> left & 1),
            0b11 => (StatusSymbol)(chunk >> 2 * left & 3),
            _ => (StatusSymbol)(chunk >> 13 & 3),
        };
    }
}
