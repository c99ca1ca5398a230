using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>
/// Does to the worker that opens it what its name says: <c>fatal</c> ends it, <c>hanging</c> keeps it until <see cref="Release"/>,
/// <c>throwing</c> throws, and any other one throws at each packet.
/// </summary>
internal sealed class BrokenSinks : IDirectSinkProvider, IDirectSink, IDisposable
{
    private readonly ManualResetEventSlim released = new();

    public IDirectSink? TryOpen(string sink) => sink switch
    {
        "fatal" => throw new OutOfMemoryException("The sink is broken."),
        "throwing" => throw new InvalidOperationException("The sink throws."),
        "hanging" => Hang(),
        _ => this,
    };

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

    public void OnEvent(Instant now, JsonElement stageEvent)
    {
    }

    public void OnClosed(Instant now)
    {
    }

    private BrokenSinks Hang()
    {
        released.Wait();
        return this;
    }
}
