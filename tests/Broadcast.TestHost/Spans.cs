using System.Collections.Concurrent;
using System.Diagnostics;

namespace Broadcast.TestHost;

/// <summary>Listens to activity sources of this process. Tests run side by side: pick those of your own ids.</summary>
public sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> started = [];
    private readonly ActivityListener listener;

    /// <param name="sources">Names, as far as they are given: <c>Broadcast.</c> for all of ours.</param>
    public Spans(params string[] sources)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Any(name => source.Name.StartsWith(name, StringComparison.Ordinal)),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = started.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Begun so far, ended or not.</summary>
    public IReadOnlyList<Activity> Started => [.. started];

    public void Dispose() => listener.Dispose();
}
