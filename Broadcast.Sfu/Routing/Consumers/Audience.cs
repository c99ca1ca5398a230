using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Everybody who consumes one producer, and the fan-out of each of its streams to those who watch it.</summary>
internal sealed class Audience : IProducerListener
{
    private readonly FanOut[] fanOuts;

    public Audience(WorkerContext context, Producer producer)
    {
        Producer = producer;
        fanOuts = [.. producer.Streams.Select(stream => new FanOut(context, stream))];
        producer.Listener = this;
    }

    public Producer Producer { get; }
    public List<Consumer> Consumers { get; } = [];

    /// <summary>The fan-out of the producer's stream with this index.</summary>
    public FanOut this[int stream] => fanOuts[stream];

    public void OnStreamsChanged(Instant now, SendBatch output)
    {
        foreach (var consumer in Consumers)
            consumer.UpdateFlow(now, output);
    }

    public void OnPaused(Instant now, bool paused, SendBatch output)
    {
        foreach (var consumer in Consumers)
            consumer.OnProducerPaused(now, paused, output);
    }

    public void OnRestarted(ProducerStream stream)
    {
        foreach (var consumer in Consumers)
            consumer.BeginAnew(stream);
    }
}
