using Broadcast.Api.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>The stage as this process knows it: taken whole from the webinar's grain, then kept by the changes that it tells. Safe for all threads.</summary>
/// <param name="changed">Is told of each change, in order, with the stage as it was before. Must not wait.</param>
internal sealed class StageFeed(Action<StageChange, StageSnapshot> changed)
{
    private readonly Lock gate = new();
    private readonly List<StageUpdate> early = [];
    private volatile StageSnapshot? current;

    /// <exception cref="InvalidOperationException">Before <see cref="Begin"/>.</exception>
    public StageSnapshot Current => current ?? throw new InvalidOperationException("The stage is not known yet.");

    /// <summary>Takes the stage whole, and what was told of it before the answer arrived.</summary>
    public void Begin(StageSnapshot stage)
    {
        lock (gate)
        {
            current = stage;
            foreach (var update in early)
                TryApply(update);
            early.Clear();
        }
    }

    /// <returns>False if a change before this one was missed.</returns>
    public bool TryApply(StageUpdate update)
    {
        lock (gate)
        {
            if (current is not { } before)
            {
                early.Add(update);
                return true;
            }
            if (update.Version <= before.Version)
                return true;
            if (update.Version != before.Version + 1)
                return false;
            current = update.Change.ApplyTo(before) with { Version = update.Version };
            changed(update.Change, before);
            return true;
        }
    }

    /// <summary>Takes the stage as it is now, and tells what is different.</summary>
    public void CatchUp(StageSnapshot now)
    {
        lock (gate)
        {
            var before = Current;
            if (now.Version <= before.Version)
                return;
            current = now;
            foreach (var change in StageDifference.Between(before, now))
                changed(change, before);
        }
    }
}
