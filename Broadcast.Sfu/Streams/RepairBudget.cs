using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// What one receiver may be sent a second time, whatever it asks for: a share of what it was sent the first time, of which no more
/// than the last second's is saved up, and a burst. So nobody draws a multiple of the stream, and who loses a fifth of it is repaired.
/// </summary>
/// <param name="begins">When the receiver begins to be sent something.</param>
public struct RepairBudget(Instant begins)
{
    /// <summary>There from the beginning, and earned again by what is sent.</summary>
    public const int BurstBytes = 50_000;

    private const double Share = 0.3;
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
        overdraft = Math.Max(overdraft - Share * (sent - countedSent), -Share * lastSecond);
        countedSent = sent;
        if (overdraft + bytes > BurstBytes)
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
