namespace Broadcast.Sfu.Srtp;

/// <summary>Which of the last 128 packet indices of a stream were seen (RFC 3711 §3.3.2).</summary>
internal struct ReplayWindow
{
    public const int Size = 128;

    /// <summary>Bit i: whether <see cref="Highest"/> - i was seen.</summary>
    private UInt128 seen;

    public long Highest { get; private set; }

    /// <summary>Whether an index was seen or is too far back to know.</summary>
    public readonly bool IsSeenOrOlder(long index)
    {
        var age = Highest - index;
        return age >= Size || (age >= 0 && (seen >> (int)age & UInt128.One) != UInt128.Zero);
    }

    public void Add(long index)
    {
        var advance = index - Highest;
        if (advance <= 0)
        {
            if (-advance < Size)
                seen |= UInt128.One << (int)-advance;
            return;
        }
        seen = advance < Size ? seen << (int)advance | UInt128.One : UInt128.One;
        Highest = index;
    }
}
