using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// Decides which packets of a publisher's stream to ask for again (RFC 4585 §6.2.1). A gap is asked for once it has outlived the
/// reordering window, then once per round trip until it is filled or given up. Gaps before a key frame are still asked for, for the
/// recording's sake, but less often, and giving them up needs no new key frame. The round trip is learnt from how long requests take.
/// </summary>
public sealed class NackGenerator
{
    private readonly record struct Gap(long Sequence, Instant AskedAt, Instant DueAt, byte Tries);

    private readonly NackOptions options;
    private readonly Gap[] gaps;
    private int count;
    private long highest;
    private long keyFrameAt;
    private bool keyFrameNeeded;

    public NackGenerator(NackOptions options)
    {
        this.options = options;
        gaps = new Gap[options.MaxGaps];
        RoundTripUs = options.InitialRoundTripUs;
    }

    /// <summary>The publisher's smoothed round trip, which spaces the retries.</summary>
    public long RoundTripUs { get; private set; }

    /// <summary>Packets missing now.</summary>
    public int Missing => count;

    /// <summary>Packets that came after they were found missing.</summary>
    public long Recovered { get; private set; }

    /// <summary>Packets given up.</summary>
    public long Lost { get; private set; }

    /// <summary>When the next gap is to be asked for.</summary>
    public Instant NextTimeout { get; private set; } = Instant.Never;

    /// <summary>Takes note of an arrival.</summary>
    /// <param name="sequence">Extended sequence number.</param>
    /// <param name="isKeyFrame">Whether the packet begins a key frame.</param>
    /// <returns>True if the packet fills a gap.</returns>
    public bool OnPacket(Instant now, long sequence, bool isKeyFrame)
    {
        if (highest == 0 || sequence > highest)
        {
            OpenGaps(now, highest == 0 ? sequence : highest + 1, sequence);
            highest = sequence;
        }
        if (isKeyFrame && sequence > keyFrameAt)
        {
            keyFrameAt = sequence;
            keyFrameNeeded = false;
        }
        return sequence < highest && TryFill(now, sequence);
    }

    /// <summary>Takes what is to be asked for now, in order, and gives up what was asked for too often.</summary>
    /// <param name="lost">Takes the sequence numbers; what does not fit stays due.</param>
    /// <returns>How many were written.</returns>
    public int Collect(Instant now, Span<ushort> lost)
    {
        if (now < NextTimeout)
            return 0;
        var asked = 0;
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var gap = gaps[i];
            if (gap.DueAt <= now && gap.Tries >= MaxTries(gap))
            {
                GiveUp(gap);
                continue;
            }
            if (gap.DueAt <= now && asked < lost.Length)
            {
                lost[asked++] = (ushort)gap.Sequence;
                gap = new Gap(gap.Sequence, now, now.AddMicroseconds(RetryIntervalUs), (byte)(gap.Tries + 1));
            }
            gaps[kept++] = gap;
        }
        count = kept;
        UpdateTimeout();
        return asked;
    }

    /// <summary>Whether a packet was given up since the last call, so that only a key frame helps.</summary>
    public bool TakeKeyFrameNeeded()
    {
        var needed = keyFrameNeeded;
        keyFrameNeeded = false;
        return needed;
    }

    /// <summary>The publisher begins anew: what was missing before never comes.</summary>
    public void Restart()
    {
        Lost += count;
        count = 0;
        highest = 0;
        keyFrameAt = 0;
        keyFrameNeeded = false;
        NextTimeout = Instant.Never;
    }

    private long RetryIntervalUs => Math.Max(RoundTripUs, options.MinRetryIntervalUs);

    private int MaxTries(in Gap gap) => gap.Sequence < keyFrameAt ? options.MaxTriesBeforeKeyFrame : options.MaxTries;

    private void OpenGaps(Instant now, long first, long end)
    {
        var opened = end - first;
        if (opened == 0)
            return;
        if (count + opened > gaps.Length)
        {
            GiveUpAll(opened);
            return;
        }
        var dueAt = now.AddMicroseconds(options.ReorderingWindowUs);
        for (var sequence = first; sequence < end; sequence++)
            gaps[count++] = new Gap(sequence, now, dueAt, 0);
        NextTimeout = Instant.Min(NextTimeout, dueAt);
    }

    private bool TryFill(Instant now, long sequence)
    {
        var index = IndexOf(sequence);
        if (index < 0)
            return false;
        // Only the first request can be told from its answer: after a second one, either may have been answered.
        if (gaps[index].Tries == 1)
            RoundTripUs += (now.Since(gaps[index].AskedAt) - RoundTripUs) / 8;
        count--;
        Array.Copy(gaps, index + 1, gaps, index, count - index);
        Recovered++;
        if (count == 0)
            NextTimeout = Instant.Never;
        return true;
    }

    /// <summary>Binary search, as <see cref="Array.BinarySearch(Array, object)"/>: the complement of the insertion point if absent.</summary>
    private int IndexOf(long sequence)
    {
        var low = 0;
        var high = count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (gaps[middle].Sequence == sequence)
                return middle;
            if (gaps[middle].Sequence < sequence)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }

    private void GiveUp(in Gap gap)
    {
        Lost++;
        keyFrameNeeded |= gap.Sequence > keyFrameAt;
    }

    private void GiveUpAll(long opened)
    {
        Lost += count + opened;
        count = 0;
        keyFrameNeeded = true;
        NextTimeout = Instant.Never;
    }

    private void UpdateTimeout()
    {
        NextTimeout = Instant.Never;
        for (var i = 0; i < count; i++)
            NextTimeout = Instant.Min(NextTimeout, gaps[i].DueAt);
    }
}
