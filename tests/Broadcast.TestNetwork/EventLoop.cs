using Broadcast.Sfu.Primitives;

namespace Broadcast.TestNetwork;

/// <summary>Virtual time: jumps from event to event, in the order of time and then of scheduling.</summary>
internal sealed class EventLoop
{
    private readonly PriorityQueue<Action, (Instant At, long Order)> events = new();
    private long order;

    /// <summary>Not zero, so that a forgotten default instant shows.</summary>
    public static readonly Instant Start = Instant.FromSeconds(1_000);

    public Instant Now { get; private set; } = Start;

    /// <summary>Since the start.</summary>
    public double Seconds => Now.Since(Start) / 1e6;

    public void At(Instant at, Action action) => events.Enqueue(action, (at > Now ? at : Now, order++));

    public void AtSecond(double second, Action action) => At(Start.AddMicroseconds((long)(second * 1e6)), action);

    public void After(long us, Action action) => At(Now.AddMicroseconds(us), action);

    public void RunUntilSecond(double second)
    {
        var end = Start.AddMicroseconds((long)(second * 1e6));
        while (events.TryPeek(out _, out var next) && next.At <= end)
        {
            Now = next.At;
            events.Dequeue()();
        }
        Now = end;
    }
}
