using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// What one receiver may be sent a second time, whatever it asks for: a share of what it was sent the first time, of which no more
/// than the last second's is saved up, and a burst. So nobody draws a multiple of the stream, and who loses a fifth of it is repaired.
/// </summary>
/// <param name="begins">When the receiver begins to be sent something.</param>
/// <param name="share">Of what is sent the first time.</param>
/// <param name="burstBytes">There from the beginning, and earned again by what is sent.</param>
public struct RepairBudget(Instant begins, double share = RepairBudget.ViewerShare, int burstBytes = RepairBudget.BurstBytes)
{
    /// <summary>Of a viewer.</summary>
    public const int BurstBytes = 50_000;

    /// <summary>Of another node, which mends for all its viewers: most of a second of a large picture may be sent again at once.</summary>
    public const int NodeBurstBytes = 500_000;

    /// <summary>What is sent again where a third is lost.</summary>
    public const double NodeShare = 0.5;

    private const double ViewerShare = 0.3;
    private const double SecondUs = 1_000_000;

    /// <summary>Beyond what was earned; negative for what is saved up.</summary>
    private double overdraft;
    private double lastSecond;
    private long countedSent;
    private long windowSent;
    private Instant windowBegan = begins;

    /// <summary>Whether so much may be repeated now; if so, it is spent.</summary>
    /// <param name="sent">Bytes that the receiver was sent so far, without repetitions.</param>
    /// <param name="bytes">That are to be repeated.</param>
    public bool TryTake(Instant now, long sent, int bytes)
    {
        UpdateLastSecond(now, sent);
        overdraft = Math.Max(overdraft - share * (sent - countedSent), -share * lastSecond);
        countedSent = sent;
        if (overdraft + bytes > burstBytes)
            return false;
        overdraft += bytes;
        return true;
    }

    private void UpdateLastSecond(Instant now, long sent)
    {
        var elapsed = now.Since(windowBegan);
        if (elapsed < SecondUs)
        {
            lastSecond = Math.Max(lastSecond, sent - windowSent);
            return;
        }
        lastSecond = (sent - windowSent) * SecondUs / elapsed;
        (windowBegan, windowSent) = (now, sent);
    }
}
