using System.Collections.Concurrent;
using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>
/// Does to the worker that opens it what its name says: <c>fatal</c> ends it, <c>hanging</c> keeps it until <see cref="Release"/>,
/// <c>throwing</c> throws, <c>full</c> refuses, <c>talking</c> reports what it is told, and any other one throws at each packet.
/// </summary>
internal sealed class BrokenSinks : IDirectSinkProvider, IDirectSink, IDisposable
{
    private readonly ManualResetEventSlim released = new();

    private Action<JsonElement>? report;

    /// <summary>Those that nothing more will come for.</summary>
    public ConcurrentQueue<string> Ended { get; } = new();

    public IDirectSink? TryOpen(string sink, Action<JsonElement> report, out string? refusal)
    {
        refusal = sink == "full" ? "There is no room." : null;
        if (sink == "talking")
            this.report = report;
        return sink switch
        {
            "fatal" => throw new OutOfMemoryException("The sink is broken."),
            "throwing" => throw new InvalidOperationException("The sink throws."),
            "hanging" => Hang(),
            "full" or "unknown" => null,
            _ => this,
        };
    }

    public void End(string sink) => Ended.Enqueue(sink);

    public void Release() => released.Set();

    public void Dispose() => released.Dispose();

    public void OnRtp(Instant now, ConsumerId consumer, ReadOnlySpan<byte> packet) => throw new InvalidOperationException("The sink throws at packets.");

    public void OnConsumerAdded(Instant now, ConsumerId consumer, ProducerId producer, MediaKind kind, RtpParameters rtpParameters)
    {
    }

    public void OnConsumerClosed(Instant now, ConsumerId consumer)
    {
    }

    public void OnConsumerPaused(Instant now, ConsumerId consumer, bool paused)
    {
    }

    public void OnSenderReport(Instant now, ConsumerId consumer, ReadOnlySpan<byte> senderReport)
    {
    }

    public void OnEvent(Instant now, JsonElement stageEvent) => report?.Invoke(stageEvent);

    public void OnClosed(Instant now)
    {
    }

    private BrokenSinks Hang()
    {
        released.Wait();
        return this;
    }
}
