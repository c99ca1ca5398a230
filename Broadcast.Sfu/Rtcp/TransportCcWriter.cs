using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>
/// Writes a <see cref="TransportCc"/>: run-length chunks for long stretches of one kind, otherwise vectors of seven two-bit symbols.
/// </summary>
public static class TransportCcWriter
{
    /// <summary>In place of an arrival time: the packet did not arrive.</summary>
    public const long NotReceived = -1;

    private const int MaxRunLength = 0x1FFF;
    private const int VectorLength = 7;
    private const int MaxStatuses = ushort.MaxValue;

    /// <summary>Writes as many statuses as fit: a delta beyond 8 s or a full buffer ends the message, and the caller goes on with another.</summary>
    /// <param name="destination">A multiple of four bytes is used; at least 32.</param>
    /// <param name="arrivalsUs">Arrival times on the receiver's clock from <paramref name="baseSequence"/> on, not negative, or <see cref="NotReceived"/>.</param>
    /// <param name="consumed">How many of them the message speaks of.</param>
    /// <returns>Bytes written; 0 if nothing arrived.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, uint mediaSsrc, ushort baseSequence, byte feedbackCount, ReadOnlySpan<long> arrivalsUs, out int consumed)
    {
        const int start = RtcpPacket.HeaderLength + TransportCc.FixedLength;
        consumed = 0;
        var first = arrivalsUs.IndexOfAnyExcept(NotReceived);
        if (first < 0)
            return 0;
        var reference = arrivalsUs[first] / TransportCc.ReferenceUs;
        consumed = CountFitting(arrivalsUs, reference, destination.Length - start);
        arrivalsUs = arrivalsUs[..consumed];
        var offset = WriteChunks(destination, start, arrivalsUs, reference);
        offset = WriteDeltas(destination, offset, arrivalsUs, reference);
        while (offset % 4 != 0)
            destination[offset++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[12..], baseSequence);
        BinaryPrimitives.WriteUInt16BigEndian(destination[14..], (ushort)consumed);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], (uint)reference << 8 | feedbackCount);
        FeedbackHeader.Write(destination, RtcpType.TransportFeedback, TransportCc.Format, offset, senderSsrc, mediaSsrc);
        return offset;
    }

    /// <summary>Counts with one chunk per seven statuses, which run-length chunks only improve on.</summary>
    private static int CountFitting(ReadOnlySpan<long> arrivalsUs, long reference, int room)
    {
        var deltas = new DeltaReader(reference);
        var deltaBytes = 0;
        var limit = Math.Min(arrivalsUs.Length, MaxStatuses);
        for (var i = 0; i < limit; i++)
        {
            if (!deltas.TryNext(arrivalsUs[i], out var symbol, out _))
                return i;
            deltaBytes += symbol.DeltaLength();
            if (2 * (i / VectorLength + 1) + deltaBytes + 3 > room)
                return i;
        }
        return limit;
    }

    private static int WriteChunks(Span<byte> destination, int offset, ReadOnlySpan<long> arrivalsUs, long reference)
    {
        var deltas = new DeltaReader(reference);
        for (var i = 0; i < arrivalsUs.Length;)
        {
            var (chunk, length) = NextChunk(ref deltas, arrivalsUs[i..]);
            BinaryPrimitives.WriteUInt16BigEndian(destination[offset..], chunk);
            offset += 2;
            i += length;
        }
        return offset;
    }

    private static (ushort Chunk, int Length) NextChunk(ref DeltaReader deltas, ReadOnlySpan<long> arrivalsUs)
    {
        var run = deltas;
        var first = run.Next(arrivalsUs[0]);
        var runLength = 1;
        while (runLength < arrivalsUs.Length && runLength < MaxRunLength)
        {
            var ahead = run;
            if (ahead.Next(arrivalsUs[runLength]) != first)
                break;
            run = ahead;
            runLength++;
        }
        if (runLength >= VectorLength || runLength == arrivalsUs.Length)
        {
            deltas = run;
            return ((ushort)((int)first << 13 | runLength), runLength);
        }
        return NextVector(ref deltas, arrivalsUs);
    }

    private static (ushort Chunk, int Length) NextVector(ref DeltaReader deltas, ReadOnlySpan<long> arrivalsUs)
    {
        var length = Math.Min(VectorLength, arrivalsUs.Length);
        var chunk = 0b11 << 14;
        for (var i = 0; i < length; i++)
            chunk |= (int)deltas.Next(arrivalsUs[i]) << 2 * (VectorLength - 1 - i);
        return ((ushort)chunk, length);
    }

    private static int WriteDeltas(Span<byte> destination, int offset, ReadOnlySpan<long> arrivalsUs, long reference)
    {
        var deltas = new DeltaReader(reference);
        foreach (var arrival in arrivalsUs)
        {
            deltas.TryNext(arrival, out var symbol, out var delta);
            if (symbol == StatusSymbol.SmallDelta)
                destination[offset] = (byte)delta;
            else if (symbol == StatusSymbol.LargeDelta)
                BinaryPrimitives.WriteInt16BigEndian(destination[offset..], (short)delta);
            offset += symbol.DeltaLength();
        }
        return offset;
    }

    /// <summary>Turns arrival times into deltas from one arrival to the next, carrying the rounding along.</summary>
    private struct DeltaReader(long reference)
    {
        private long ticks = reference * (TransportCc.ReferenceUs / TransportCc.DeltaUs);

        /// <returns>False if the delta exceeds 16 bits.</returns>
        public bool TryNext(long arrivalUs, out StatusSymbol symbol, out long delta)
        {
            symbol = StatusSymbol.NotReceived;
            delta = 0;
            if (arrivalUs < 0)
                return true;
            delta = arrivalUs / TransportCc.DeltaUs - ticks;
            ticks += delta;
            symbol = delta is >= 0 and <= byte.MaxValue ? StatusSymbol.SmallDelta : StatusSymbol.LargeDelta;
            return delta is >= short.MinValue and <= short.MaxValue;
        }

        public StatusSymbol Next(long arrivalUs)
        {
            TryNext(arrivalUs, out var symbol, out _);
            return symbol;
        }
    }
}
