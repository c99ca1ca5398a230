using System.Text.Json;
using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Notifications;

/// <summary>Something that happened on a node without being asked for. What its owner has to act on names the router, and so the owner.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(IceStateChanged), "transport.iceStateChanged")]
[JsonDerivedType(typeof(DtlsStateChanged), "transport.dtlsStateChanged")]
[JsonDerivedType(typeof(TransportClosed), "transport.closed")]
[JsonDerivedType(typeof(ProducerClosed), "producer.closed")]
[JsonDerivedType(typeof(ConsumerClosed), "consumer.closed")]
[JsonDerivedType(typeof(ProducerPaused), "consumer.producerPaused")]
[JsonDerivedType(typeof(ProducerResumed), "consumer.producerResumed")]
[JsonDerivedType(typeof(SinkReported), "transport.sinkReported")]
[JsonDerivedType(typeof(AudioLevels), "router.audioLevels")]
[JsonDerivedType(typeof(WorkerDied), "worker.died")]
public abstract record WorkerNotification;

public sealed record IceStateChanged(TransportId Transport, IceState State) : WorkerNotification;

public sealed record DtlsStateChanged(TransportId Transport, DtlsState State) : WorkerNotification;

/// <param name="Reason">In words: consent lost, DTLS failed, never connected, router closed.</param>
public sealed record TransportClosed(RouterId Router, TransportId Transport, string Reason) : WorkerNotification;

/// <summary>The sink of a direct transport has something to say. When it does so, and what it says, is its own affair.</summary>
public sealed record SinkReported(RouterId Router, TransportId Transport, JsonElement Report) : WorkerNotification;

/// <summary>A producer went away with its transport.</summary>
public sealed record ProducerClosed(RouterId Router, ProducerId Producer) : WorkerNotification;

/// <summary>A consumer went away because its producer did.</summary>
public sealed record ConsumerClosed(ConsumerId Consumer) : WorkerNotification;

public sealed record ProducerPaused(ConsumerId Consumer) : WorkerNotification;

public sealed record ProducerResumed(ConsumerId Consumer) : WorkerNotification;

/// <summary>Loudest producers first, about four times a second while someone speaks.</summary>
public sealed record AudioLevels(RouterId Router, IReadOnlyList<AudioLevel> Levels) : WorkerNotification;

/// <param name="Dbov">-127 (silence) to 0 (loudest), from RFC 6464.</param>
public sealed record AudioLevel(ProducerId Producer, int Dbov);

/// <summary>A worker threw; every router it carried is gone and must be built again.</summary>
public sealed record WorkerDied(int Worker, IReadOnlyList<RouterId> Routers, string Reason) : WorkerNotification;
