using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tracks;

/// <summary>Puts arrival times of every epoch on one clock: nanoseconds since the recording was first opened, without the pauses.</summary>
internal sealed class SessionTime
{
    private const double LongestDelayNs = 5e9;

    private readonly Dictionary<int, double> offsets = [];
    private DateTimeOffset? startedAt;
    private double? pausedAtNs;
    private double removedNs;

    /// <summary>Wall-clock time of session time zero.</summary>
    public DateTimeOffset StartedAt => startedAt ?? DateTimeOffset.UnixEpoch;

    /// <summary>Heeds an epoch's first chunk start; later ones say the same.</summary>
    public void OnChunkStart(JournalChunkStart start)
    {
        startedAt ??= start.OpenedAt;
        if (offsets.ContainsKey(start.Epoch))
            return;
        var anchorNs = (start.AnchorWallClock - StartedAt).Ticks * 100d;
        if (pausedAtNs is { } pausedAt)
            removedNs = Math.Max(removedNs, anchorNs - pausedAt);
        pausedAtNs = null;
        offsets[start.Epoch] = anchorNs - removedNs - start.AnchorNs;
    }

    /// <summary>The organizer paused the recording: the next epoch goes on where this one stopped.</summary>
    public void OnPaused(double sessionNs) => pausedAtNs = sessionNs;

    /// <summary>When something happened that was written down a moment later: when it says, unless the wall clock was set in between.</summary>
    /// <param name="said">When it happened, by its own word; null if it does not say.</param>
    /// <param name="sessionNs">When it was written down.</param>
    public double When(DateTimeOffset? said, double sessionNs)
    {
        if (said is not { } at)
            return sessionNs;
        var saidNs = (at - StartedAt).Ticks * 100d - removedNs;
        return saidNs >= 0 && sessionNs - saidNs is >= 0 and < LongestDelayNs ? saidNs : sessionNs;
    }

    /// <returns>False if no chunk start of the epoch was readable.</returns>
    public bool TryToSessionNs(int epoch, long arrivalNs, out double sessionNs)
    {
        var isKnown = offsets.TryGetValue(epoch, out var offset);
        sessionNs = arrivalNs + offset;
        return isKnown;
    }
}
