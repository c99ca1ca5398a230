namespace Broadcast.Sfu.Primitives;

/// <summary>Turns the 16-bit numbers of one stream into 64-bit ones that never wrap. The first lies in the second cycle, so that earlier, reordered ones stay positive.</summary>
public struct SequenceExtender
{
    private const long FirstCycle = 1 << 16;

    /// <summary>The highest number so far; 0 before the first.</summary>
    public long Highest { get; private set; }

    /// <summary>Extends a number and remembers it if it is the highest.</summary>
    public long Extend(ushort sequenceNumber)
    {
        var extended = Peek(sequenceNumber);
        Highest = Math.Max(Highest, extended);
        return extended;
    }

    /// <summary>Continues in the next cycle with a number that is unrelated to those before.</summary>
    public long Restart(ushort sequenceNumber) => Highest = ((Highest >> 16) + 1 << 16) + sequenceNumber;

    /// <summary>Extends a number without remembering it.</summary>
    public readonly long Peek(ushort sequenceNumber) =>
        Highest == 0 ? FirstCycle + sequenceNumber : SequenceNumber.Extend(sequenceNumber, Highest);
}
