namespace Broadcast.TestNetwork.Traffic;

/// <summary>Shows pictures as they become whole and counts freezes as W3C's webrtc-stats do: a gap of three times the mean, and at least 150 ms more.</summary>
internal sealed class Playout
{
    private const int Remembered = 30;

    private readonly Queue<double> intervals = new();
    private double lastSecond = -1;

    public int Freezes { get; private set; }
    public double FrozenSeconds { get; private set; }
    public int Frames { get; private set; }

    /// <returns>Whether the picture ended a freeze.</returns>
    public bool OnFrame(double second)
    {
        Frames++;
        var interval = second - lastSecond;
        var isFirst = lastSecond < 0;
        lastSecond = second;
        if (isFirst)
            return false;
        var mean = intervals.Count == 0 ? interval : intervals.Average();
        var isFrozen = intervals.Count > 0 && interval >= Math.Max(3 * mean, mean + 0.15);
        Freezes += isFrozen ? 1 : 0;
        FrozenSeconds += isFrozen ? interval : 0;
        intervals.Enqueue(interval);
        if (intervals.Count > Remembered)
            intervals.Dequeue();
        return isFrozen;
    }
}
