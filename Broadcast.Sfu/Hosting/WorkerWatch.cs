using Broadcast.Sfu.Io.Workers;

namespace Broadcast.Sfu.Hosting;

/// <summary>
/// Sees whether the workers turn: twice a second it looks whether each has gone round its loop since it was last woken, and wakes it
/// again, since an idle one sleeps. Safe for all threads.
/// </summary>
internal sealed class WorkerWatch : IDisposable
{
    /// <summary>Of 500 ms each, without a turn: 2 s.</summary>
    public const int PatienceInBeats = 4;

    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly Func<IReadOnlyList<WorkerThread>> workers;
    private readonly Sight[] sights;
    private readonly TimeProvider time;
    private readonly ITimer timer;

    /// <param name="count">Of the workers.</param>
    /// <param name="workers">Those that are now in place, by index; none before the start and after the end.</param>
    /// <param name="time">Whose timers beat.</param>
    public WorkerWatch(int count, Func<IReadOnlyList<WorkerThread>> workers, TimeProvider time)
    {
        this.workers = workers;
        this.time = time;
        sights = [.. Enumerable.Range(0, count).Select(_ => new Sight())];
        timer = time.CreateTimer(_ => Look(), null, Beat, Beat);
    }

    /// <summary>Share of the last second in which the workers worked, mean of all: 0 to 1.</summary>
    public double Busy => sights.Average(sight => Volatile.Read(ref sight.Busy));

    /// <summary>Whether something may be placed on a worker.</summary>
    public bool IsFit(int worker) => AilmentOf(worker) is null;

    /// <returns>What is wrong with a worker, in words; null if nothing is.</returns>
    public string? AilmentOf(int worker)
    {
        var running = workers();
        if (worker >= running.Count)
            return "is not running";
        if (running[worker].Ended.IsCompleted)
            return "has died";
        return Volatile.Read(ref sights[worker].Missed) >= PatienceInBeats ? "has not turned for 2 s" : null;
    }

    public void Dispose() => timer.Dispose();

    /// <summary>One beat.</summary>
    public void Look()
    {
        var running = workers();
        for (var index = 0; index < running.Count; index++)
        {
            sights[index].Note(running[index], time.GetTimestamp(), time);
            running[index].Wake();
        }
    }

    private sealed class Sight
    {
        private WorkerThread? worker;
        private long turns;
        private long waitedUs;
        private long seenAt;

        /// <summary>Share of time in which it worked, over the last two beats.</summary>
        public double Busy;

        /// <summary>Beats in a row without a turn.</summary>
        public int Missed;

        public void Note(WorkerThread seen, long now, TimeProvider time)
        {
            var isKnown = worker == seen;
            var hasTurned = !isKnown || turns != seen.Turns;
            var waited = seen.Counters.WaitedUs;
            if (isKnown && time.GetElapsedTime(seenAt, now) is { Ticks: > 0 } passed)
                Volatile.Write(ref Busy, (Busy + Math.Clamp(1 - (waited - waitedUs) / passed.TotalMicroseconds, 0, 1)) / 2);
            (worker, turns, waitedUs, seenAt) = (seen, seen.Turns, waited, now);
            Volatile.Write(ref Missed, hasTurned ? 0 : Missed + 1);
        }
    }
}
