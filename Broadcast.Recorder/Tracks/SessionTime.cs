using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tracks;

/// <summary>Puts arrival times of every epoch on one clock: nanoseconds since the recording was first opened, without the pauses.</summary>
internal sealed class SessionTime
{
    private const double LongestDelayNs = 5e9;

    /// <summary>Two nodes' clocks that differ by less are good enough, and better than how long an event was on its way.</summary>
    private const double CloseNs = 1e9;

    private readonly Dictionary<int, double> offsets = [];
    private DateTimeOffset? startedAt;
    private double? pausedAtNs;
    private double removedNs;

    /// <summary>Session time, without pauses, at the stage's Unix epoch; null while the stage has not said when it began.</summary>
    private double? stageZeroNs;

    /// <summary>Wall-clock time of session time zero.</summary>
    public DateTimeOffset StartedAt => startedAt ?? DateTimeOffset.UnixEpoch;

    /// <summary>Heeds an epoch's first chunk start; later ones say the same.</summary>
    /// <param name="lastNs">Session time of the last record before it: an epoch begins after the one before, whatever its node's clock says.</param>
    public void OnChunkStart(JournalChunkStart start, double lastNs = 0)
    {
        startedAt ??= start.OpenedAt;
        if (offsets.ContainsKey(start.Epoch))
            return;
        var anchorNs = (start.AnchorWallClock - StartedAt).Ticks * 100d;
        if (pausedAtNs is { } pausedAt)
            removedNs = Math.Max(removedNs, anchorNs - pausedAt);
        else
            anchorNs = Math.Max(anchorNs, lastNs + removedNs);
        pausedAtNs = null;
        offsets[start.Epoch] = anchorNs - removedNs - start.AnchorNs;
    }

    /// <summary>The stage began, by its own clock.</summary>
    public void OnStarted(DateTimeOffset? said, double sessionNs)
    {
        if (said is { } at)
            stageZeroNs ??= When(at, sessionNs) + removedNs - NsOf(at);
    }

    /// <summary>Another node goes on: its epoch lies where the stage says, if that is far from where the node's clock does.</summary>
    /// <param name="lastNs">Session time of the last record of the epochs before.</param>
    /// <returns>Session time of what was at <paramref name="sessionNs"/>.</returns>
    public double OnContinued(int epoch, DateTimeOffset? said, double sessionNs, double lastNs)
    {
        if (said is not { } at || stageZeroNs is not { } zeroNs)
            return sessionNs;
        var saidNs = Math.Max(zeroNs + NsOf(at) - removedNs, lastNs);
        if (Math.Abs(saidNs - sessionNs) < CloseNs)
            return sessionNs;
        offsets[epoch] += saidNs - sessionNs;
        return saidNs;
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

    private static double NsOf(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks * 100d;
}
