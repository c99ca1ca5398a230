namespace Broadcast.Recorder.Timing;

/// <summary>A publisher's wall clock was set to another time.</summary>
/// <param name="FromNs">Session time at which the last report of before arrived.</param>
/// <param name="ToNs">Session time at which the first report of after arrived.</param>
/// <param name="SizeNs">By how much it was set ahead.</param>
internal readonly record struct WallClockStep(double FromNs, double ToNs, double SizeNs)
{
    public bool Overlaps(WallClockStep other) => FromNs < other.ToNs && other.FromNs < ToNs;
}
