namespace Broadcast.Api.Tests;

/// <summary>A clock that stands until it is moved; timers fire while it moves.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private readonly List<(TimeSpan Wait, TaskCompletionSource Seen)> watches = [];
    private DateTimeOffset now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (gate)
        {
            timers.Add(timer);
            foreach (var watch in watches.Where(watch => watch.Wait == dueTime))
                watch.Seen.TrySetResult();
        }
        return timer;
    }

    /// <summary>Completes when a timer of this length stands, be it already or from then on.</summary>
    public Task UntilTimerAsync(TimeSpan wait)
    {
        lock (gate)
        {
            if (timers.Any(timer => timer.Due == now + wait))
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            watches.Add((wait, seen));
            return seen.Task;
        }
    }

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (gate)
        {
            now += by;
            due = [.. timers.Where(timer => timer.Due <= now)];
        }
        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            Due = After(dueTime);
            return true;
        }

        public void Fire()
        {
            Due = After(period);
            fire();
        }

        public void Dispose()
        {
            lock (time.gate)
                time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private DateTimeOffset After(TimeSpan wait) =>
            wait == Timeout.InfiniteTimeSpan || wait == TimeSpan.Zero && period == TimeSpan.Zero ? DateTimeOffset.MaxValue : time.now + wait;
    }
}
