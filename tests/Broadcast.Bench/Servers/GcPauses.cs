namespace Broadcast.Bench.Servers;

/// <summary>Watches the pauses of this process's garbage collector and tells of them on standard error at the end.</summary>
internal sealed class GcPauses : IDisposable
{
    private const int PollMs = 2;

    private readonly ManualResetEventSlim stopping = new();
    private readonly Thread thread;
    private readonly List<double> pauses = [];

    public GcPauses()
    {
        thread = new Thread(Watch) { Name = "gc-pauses", IsBackground = true };
        thread.Start();
    }

    public void Dispose()
    {
        stopping.Set();
        thread.Join();
        stopping.Dispose();
        if (pauses.Count == 0)
            return;
        pauses.Sort();
        Console.Error.WriteLine(
            $"gc: {pauses.Count} pauses, median {pauses[pauses.Count / 2]:0.00} ms, p99 {pauses[pauses.Count * 99 / 100]:0.00} ms, longest {pauses[^1]:0.00} ms, gen0/1/2 {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}, {GC.GetTotalAllocatedBytes() >> 20} MB allocated");
    }

    private void Watch()
    {
        var before = GC.GetTotalPauseDuration();
        while (!stopping.Wait(PollMs))
        {
            var now = GC.GetTotalPauseDuration();
            if (now > before)
                pauses.Add((now - before).TotalMilliseconds);
            before = now;
        }
    }
}
