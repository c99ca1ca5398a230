using System.Numerics;

namespace Broadcast.Sfu.Rtcp;

/// <summary>A run-length or status-vector chunk (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.3, §3.1.4).</summary>
internal readonly record struct StatusChunk(ushort Bits)
{
    public const int Size = sizeof(ushort);
    private const int OneBitSymbols = 14;
    private const int TwoBitSymbols = 7;

    /// <summary>How many packets it can speak of; the last chunk of a message may speak of fewer.</summary>
    public int Capacity => (Bits >> 14) switch
    {
        0b10 => OneBitSymbols,
        0b11 => TwoBitSymbols,
        _ => Bits & 0x1FFF,
    };

    public StatusSymbol this[int index] => (Bits >> 14) switch
    {
        0b10 => (StatusSymbol)(Bits >> OneBitSymbols - 1 - index & 1),
        0b11 => (StatusSymbol)(Bits >> 2 * (TwoBitSymbols - 1 - index) & 3),
        _ => (StatusSymbol)(Bits >> 13 & 3),
    };

    /// <summary>Bytes of receive deltas that belong to the first <paramref name="count"/> packets, without looking at a run one by one.</summary>
    public int DeltaLength(int count)
    {
        switch (Bits >> 14)
        {
            case 0b10:
                return BitOperations.PopCount((uint)(Bits & 0x3FFF) >> OneBitSymbols - count);
            case 0b11:
                var length = 0;
                for (var i = 0; i < count; i++)
                    length += this[i].DeltaLength();
                return length;
            default:
                return count * this[0].DeltaLength();
        }
    }
}
