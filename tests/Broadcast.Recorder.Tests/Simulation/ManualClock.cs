namespace Broadcast.Recorder.Tests.Simulation;

/// <summary>Wall clock and stopwatch that stand until they are moved. Its timers are real.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long elapsedTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref elapsedTicks, time.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref elapsedTicks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());
}
