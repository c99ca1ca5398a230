namespace Broadcast.Recorder.Tests.Simulation;

/// <summary>Its timers fire when they are told to, in the order in which they were made.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly List<Action> timers = [];

    public void Step() => timers.ForEach(fire => fire());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        timers.Add(() => callback(state));
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
