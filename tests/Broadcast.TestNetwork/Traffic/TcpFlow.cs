using Broadcast.TestNetwork.Links;

namespace Broadcast.TestNetwork.Traffic;

/// <summary>A download by TCP in small: slow start, congestion avoidance as Reno has it, recovery by selective acknowledgements (RFC 6675), a timeout.</summary>
/// <param name="loop">The time.</param>
/// <param name="forth">Of the segments.</param>
/// <param name="back">Of the acknowledgements.</param>
/// <param name="bytes">To be sent; null to go on for ever.</param>
/// <param name="done">All of it was acknowledged.</param>
internal sealed class TcpFlow(EventLoop loop, Way forth, Way back, long? bytes = null, Action? done = null)
{
    private const int Segment = 1_460;
    private const int OnTheWire = 1_500;
    private const int Acknowledgement = 40;
    private const long TimeoutUs = 1_000_000;

    private readonly long total = bytes is { } given ? (given + Segment - 1) / Segment : long.MaxValue;
    private readonly SortedSet<long> ahead = [];
    private readonly HashSet<long> repeated = [];
    private long expected;
    private long next;
    private long acknowledged;
    private long recoverUntil = -1;
    private double window = 10;
    private double threshold = double.PositiveInfinity;
    private int duplicates;
    private int timer;

    public long DeliveredBytes => expected * Segment;

    public void Begin()
    {
        ArmTimer();
        SendMore();
    }

    private bool IsRecovering => acknowledged <= recoverUntil;

    private void SendMore()
    {
        while (next < total && next < acknowledged + (long)(window + (IsRecovering ? duplicates : 0)))
            Transmit(next++);
    }

    private void Transmit(long segment) => forth.Send(OnTheWire, () => OnSegment(segment));

    private void OnSegment(long segment)
    {
        if (segment >= expected)
            ahead.Add(segment);
        while (ahead.Remove(expected))
            expected++;
        var upTo = expected;
        back.Send(Acknowledgement, () => OnAcknowledgement(upTo));
    }

    private void OnAcknowledgement(long upTo)
    {
        if (acknowledged >= total)
            return;
        if (upTo > acknowledged)
            OnProgress(upTo);
        else if (++duplicates == 3 && !IsRecovering)
            BeginRecovery();
        if (IsRecovering && NextHole() is { } hole)
            Repeat(hole);
        else
            SendMore();
    }

    private void OnProgress(long upTo)
    {
        var wasRecovering = IsRecovering;
        var newly = upTo - acknowledged;
        acknowledged = upTo;
        next = Math.Max(next, acknowledged);
        ArmTimer();
        if (wasRecovering && IsRecovering)
            return;
        duplicates = 0;
        if (!wasRecovering)
            window += window < threshold ? newly : newly / window;
        if (acknowledged >= total)
            done?.Invoke();
    }

    private void BeginRecovery()
    {
        threshold = window = Math.Max(2, window / 2);
        recoverUntil = next - 1;
        repeated.Clear();
        duplicates = 0;
        Repeat(acknowledged);
    }

    private void Repeat(long segment)
    {
        repeated.Add(segment);
        Transmit(segment);
    }

    /// <summary>A segment that others have overtaken and that was not sent again.</summary>
    private long? NextHole()
    {
        var newest = ahead.Count == 0 ? 0 : ahead.Max;
        for (var segment = acknowledged; segment < newest; segment++)
            if (!ahead.Contains(segment) && !repeated.Contains(segment))
                return segment;
        return null;
    }

    private void ArmTimer()
    {
        var armed = ++timer;
        loop.After(TimeoutUs, () =>
        {
            if (armed != timer || acknowledged >= total)
                return;
            threshold = Math.Max(2, window / 2);
            (window, duplicates, recoverUntil, next) = (1, 0, -1, acknowledged);
            ArmTimer();
            SendMore();
        });
    }
}
