using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// Tells any number of listeners what changed. A listener that does not keep up loses the oldest changes, never the latest: whoever
/// needs the truth reads the catalogue.
/// </summary>
public sealed class RecordingChanges
{
    private const int Backlog = 256;

    private readonly ConcurrentDictionary<Channel<RecordingChanged>, bool> listeners = new();

    /// <summary>The changes from the moment enumeration begins until it is cancelled.</summary>
    public async IAsyncEnumerable<RecordingChanged> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listener = Channel.CreateBounded<RecordingChanged>(
            new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        listeners[listener] = true;
        try
        {
            await foreach (var change in listener.Reader.ReadAllAsync(cancellationToken))
                yield return change;
        }
        finally
        {
            listeners.TryRemove(listener, out _);
        }
    }

    internal void Publish(RecordingChanged change)
    {
        foreach (var listener in listeners.Keys)
            listener.Writer.TryWrite(change);
    }
}
