using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>Hears what happens to a producer as a whole. Called on the worker's thread.</summary>
internal interface IProducerListener
{
    /// <summary>A stream has begun to come, or comes no more: who takes one may be better off with another.</summary>
    void OnStreamsChanged(Instant now, SendBatch output);

    void OnPaused(Instant now, bool paused, SendBatch output);

    /// <summary>A stream's publisher started anew: its numbers and timestamps are unrelated to those before.</summary>
    void OnRestarted(ProducerStream stream);
}
