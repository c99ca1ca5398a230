namespace Broadcast.Recorder.Timing;

/// <summary>A straight line from extended RTP timestamps to a time in nanoseconds.</summary>
/// <param name="Origin">An extended timestamp on the line …</param>
/// <param name="OriginNs">… and its time.</param>
internal readonly record struct RtpClock(long Origin, double OriginNs, double NsPerTick)
{
    public double ToNs(long timestamp) => OriginNs + (timestamp - Origin) * NsPerTick;

    /// <summary>How much faster than nominal the media clock ticks, in parts per million.</summary>
    public double SkewPpm(int clockRate) => (1e9 / clockRate / NsPerTick - 1) * 1e6;
}
