using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Everybody who consumes one producer, and the fan-out of each of its streams to those who watch it and to other nodes.</summary>
internal sealed class Audience : IProducerListener
{
    private readonly FanOut[] fanOuts;
    private readonly PipeFanOut?[] pipes;
    private readonly WorkerContext context;

    public Audience(WorkerContext context, Producer producer)
    {
        Producer = producer;
        fanOuts = [.. producer.Streams.Select(stream => new FanOut(context, stream))];
        pipes = new PipeFanOut?[producer.Streams.Length];
        this.context = context;
        producer.Listener = this;
    }

    public Producer Producer { get; }
    public List<Consumer> Consumers { get; } = [];

    /// <summary>The fan-out of the producer's stream with this index.</summary>
    public FanOut this[int stream] => fanOuts[stream];

    /// <summary>The fan-out of a stream of the producer to other nodes.</summary>
    public PipeFanOut PipesOf(ProducerStream stream) => pipes[stream.Index] ??= new PipeFanOut(context, stream);

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
