namespace Broadcast.Recorder.Timing;

/// <summary>Two clocks read at one moment, both in nanoseconds.</summary>
internal readonly record struct ClockPoint(double X, double Y)
{
    public double Offset => Y - X;
}
