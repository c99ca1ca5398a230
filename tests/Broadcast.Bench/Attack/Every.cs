using System.Diagnostics;

namespace Broadcast.Bench.Attack;

/// <summary>The rhythms of attacks.</summary>
internal static class Every
{
    /// <summary>Does something again and again.</summary>
    public static async Task DoAsync(TimeSpan interval, TimeSpan lasting, Action act)
    {
        using var timer = new PeriodicTimer(interval);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < lasting; await timer.WaitForNextTickAsync())
            act();
    }

    /// <summary>Many do something, each as often as it can.</summary>
    public static Task AsOftenAsCanBeAsync(int many, TimeSpan lasting, Func<int, Task> act) => Task.WhenAll(Enumerable.Range(0, many).Select(one => Task.Run(async () =>
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < lasting;)
            await act(one);
    })));

    /// <summary>Makes many of something, some at a time.</summary>
    public static async Task<List<T>> MakeAsync<T>(int many, Func<int, Task<T>> make, int atATime = 16)
    {
        var made = new List<T>();
        await Parallel.ForEachAsync(Enumerable.Range(0, many), new ParallelOptions { MaxDegreeOfParallelism = atATime }, async (number, _) =>
        {
            var one = await make(number);
            lock (made)
                made.Add(one);
        });
        return made;
    }
}
