using System.Collections.Concurrent;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>
/// The thread on which all tools are started. They are to end with this process, and Linux tells them so when the thread ends that
/// started them: threads of the pool come and go, this one stays.
/// </summary>
internal static class StartingThread
{
    private static readonly BlockingCollection<Action> Starts = [];

    static StartingThread() => new Thread(Run) { IsBackground = true, Name = "starts tools" }.Start();

    /// <param name="start">Starts a process before it first waits.</param>
    public static async Task<T> RunAsync<T>(Func<Task<T>> start)
    {
        var started = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() => Start(start, started));
        return await (await started.Task);
    }

    private static void Start<T>(Func<Task<T>> start, TaskCompletionSource<Task<T>> started)
    {
        try
        {
            started.SetResult(start());
        }
        catch (Exception failure)
        {
            started.SetException(failure);
        }
    }

    private static void Run()
    {
        foreach (var start in Starts.GetConsumingEnumerable())
            start();
    }
}
