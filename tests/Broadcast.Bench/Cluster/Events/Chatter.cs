using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>Chat, as a sign that the stage works.</summary>
internal static class Chatter
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2.1);

    /// <summary>Completes when a viewer has heard what the presenter wrote, which is tried as often as one person may.</summary>
    public static async Task HearAsync(ClusterStage stage, TimeSpan patience)
    {
        var text = $"Said at {MonotonicClock.Now.Microseconds}";
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = stage.Viewers[^1];
        reader.Chatted = said =>
        {
            if (said == text)
                heard.TrySetResult();
        };
        using var waiting = new CancellationTokenSource(patience);
        while (!waiting.IsCancellationRequested && !heard.Task.IsCompleted)
        {
            await stage.Presenter.Hub.TryCallAsync("SendChat", new { text });
            await Task.WhenAny(heard.Task, Task.Delay(Between, CancellationToken.None));
        }
        reader.Chatted = null;
    }
}
