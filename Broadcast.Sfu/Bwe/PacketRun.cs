namespace Broadcast.Sfu.Bwe;

/// <summary>
/// Packets that left at one moment, as the frame of a picture does, and how they arrived. The first tells how long the queue was that
/// they found; the distance of the others behind it tells what the narrowest link carries, for there they stood in line.
/// </summary>
internal record struct PacketRun(long SentUs, long FirstArrivalUs, int FirstBytes)
{
    public long LastArrivalUs { get; private set; } = FirstArrivalUs;
    public int Bytes { get; private set; } = FirstBytes;
    public int Packets { get; private set; } = 1;

    /// <summary>Whether its beginning was in another report.</summary>
    public bool IsRest { get; init; }

    public readonly long DelayUs => FirstArrivalUs - SentUs;
    public readonly int BytesBehindFirst => Bytes - FirstBytes;
    public readonly long SpreadUs => LastArrivalUs - FirstArrivalUs;

    public void Add(long arrivalUs, int bytes)
    {
        LastArrivalUs = Math.Max(LastArrivalUs, arrivalUs);
        Bytes += bytes;
        Packets++;
    }
}
