using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Routers;

/// <summary>Closing: what depends on something closes before it. Whoever asked is not told of what they named, but of what went with it.</summary>
internal sealed partial class Router
{
    /// <summary>Each of its transports says so; of itself nothing is left to tell.</summary>
    public void CloseUnasked(Instant now, string reason, SendBatch output) => Close(now, output);

    public void Close(Instant now, SendBatch output)
    {
        audioLevels.Close();
        while (transports.Count > 0)
            CloseUnasked(now, transports[^1], "router closed", output);
        registry.Routers.Remove(Id);
    }

    public void Close(Instant now, Transport transport, SendBatch output)
    {
        if (!transport.TryBeginClosing())
            return;
        while (transport.Consumers.Count > 0)
            Close(now, transport.Consumers[^1]);
        while (transport.Producers.Count > 0)
            CloseUnasked(now, transport.Producers[^1]);
        transport.EndClosing(now, output);
        transports.Remove(transport);
        if (transport is WebRtcTransport browser)
            sentToClosed += browser.Counters.BytesSent;
        registry.Transports.Remove(transport.Id);
    }

    public void Close(Instant now, Producer producer)
    {
        if (!audiences.TryGetValue(producer.Id, out var audience))
            return;
        while (audience.Consumers.Count > 0)
            CloseUnasked(now, audience.Consumers[^1]);
        producer.Close();
        registry.Transports[producer.Transport].Remove(producer);
        audiences.Remove(producer.Id);
        registry.Producers.Remove(producer.Id);
    }

    public void Close(Instant now, Consumer consumer)
    {
        try
        {
            consumer.Stop(now);
        }
        finally
        {
            consumer.Audience.Consumers.Remove(consumer);
            registry.Transports[consumer.Transport].Remove(consumer);
            registry.Consumers.Remove(consumer.Id);
        }
    }

    private void CloseUnasked(Instant now, Transport transport, string reason, SendBatch output)
    {
        if (transport.IsClosed)
            return;
        Close(now, transport, output);
        context.Notify(new TransportClosed(Id, transport.Id, reason));
    }

    private void CloseUnasked(Instant now, Producer producer, string reason, SendBatch output) => CloseUnasked(now, producer);

    private void CloseUnasked(Instant now, Producer producer)
    {
        Close(now, producer);
        context.Notify(new ProducerClosed(Id, producer.Id));
    }

    private void CloseUnasked(Instant now, Consumer consumer, string reason, SendBatch output) => CloseUnasked(now, consumer);

    private void CloseUnasked(Instant now, Consumer consumer)
    {
        Close(now, consumer);
        context.Notify(new ConsumerClosed(Id, consumer.Id));
    }
}
