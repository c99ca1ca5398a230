using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>Whoever sends a producer's media, as its streams see them: what they can be asked for.</summary>
internal interface IPublisher
{
    /// <summary>Whether anything can be sent to them.</summary>
    bool CanSend { get; }

    /// <summary>How hard it is asked for what is missing.</summary>
    NackOptions Nacks { get; }

    /// <summary>How long it is waited for a key frame before it is asked for again, in microseconds.</summary>
    long KeyFrameIntervalUs { get; }

    void SendNack(uint ssrc, ReadOnlySpan<ushort> lost, SendBatch output);

    /// <summary>By PLI or FIR, whichever the producer negotiated.</summary>
    void SendKeyFrameRequest(ProducerStream stream, uint ssrc, SendBatch output);

    /// <summary>Other layers of a producer are wanted than before: <see cref="WantedLayers.Told"/>. Whoever can do something about it is told.</summary>
    void WantLayers(Instant now, Producer producer);
}
