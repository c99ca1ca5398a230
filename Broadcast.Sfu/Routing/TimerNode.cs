using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing;

/// <summary>Something that wants to be woken: it holds its own place in the worker's <see cref="TimerHeap"/>, so that setting and moving a timer allocates nothing.</summary>
internal abstract class TimerNode : IHandled
{
    public Instant Due { get; internal set; } = Instant.Never;

    internal int HeapIndex { get; set; } = -1;

    /// <summary>Called once per setting, already removed from the heap; may set itself again.</summary>
    public abstract void OnTimeout(Instant now, SendBatch output);

    public abstract void CloseUnasked(Instant now, string reason, SendBatch output);
}
