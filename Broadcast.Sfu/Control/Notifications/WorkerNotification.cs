using System.Text.Json;
using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Notifications;

/// <summary>Something that happened to a router without being asked for; it goes to the router's owner. Of some <see cref="NotificationKind"/> only if it wants.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(IceStateChanged), "transport.iceStateChanged")]
[JsonDerivedType(typeof(DtlsStateChanged), "transport.dtlsStateChanged")]
[JsonDerivedType(typeof(PipeStateChanged), "transport.pipeStateChanged")]
[JsonDerivedType(typeof(TransportClosed), "transport.closed")]
[JsonDerivedType(typeof(ProducerClosed), "producer.closed")]
[JsonDerivedType(typeof(ConsumerClosed), "consumer.closed")]
[JsonDerivedType(typeof(ProducerPaused), "consumer.producerPaused")]
[JsonDerivedType(typeof(ProducerResumed), "consumer.producerResumed")]
[JsonDerivedType(typeof(ConsumerLayersChanged), "consumer.layersChanged")]
[JsonDerivedType(typeof(ProducerWantedLayers), "producer.wantedLayers")]
[JsonDerivedType(typeof(SinkReported), "transport.sinkReported")]
[JsonDerivedType(typeof(AudioLevels), "router.audioLevels")]
[JsonDerivedType(typeof(RouterLost), "router.lost")]
public abstract record WorkerNotification(RouterId Router);

public sealed record IceStateChanged(RouterId Router, TransportId Transport, IceState State) : WorkerNotification(Router);

public sealed record DtlsStateChanged(RouterId Router, TransportId Transport, DtlsState State) : WorkerNotification(Router);

/// <summary>
/// From the other end of a pipe between nodes nothing has come for a second; or it comes, for the first time or again. The pipe goes on
/// in any case, and recovers by itself.
/// </summary>
public sealed record PipeStateChanged(RouterId Router, TransportId Transport, bool Alive) : WorkerNotification(Router);

/// <param name="Reason">In words: consent lost, DTLS failed, never connected, router closed.</param>
public sealed record TransportClosed(RouterId Router, TransportId Transport, string Reason) : WorkerNotification(Router);

/// <summary>The sink of a direct transport has something to say. When it does so, and what it says, is its own affair.</summary>
public sealed record SinkReported(RouterId Router, TransportId Transport, JsonElement Report) : WorkerNotification(Router);

/// <summary>A producer went away with its transport.</summary>
public sealed record ProducerClosed(RouterId Router, ProducerId Producer) : WorkerNotification(Router);

/// <summary>A consumer went away because its producer did.</summary>
public sealed record ConsumerClosed(RouterId Router, ConsumerId Consumer) : WorkerNotification(Router);

public sealed record ProducerPaused(RouterId Router, ConsumerId Consumer) : WorkerNotification(Router);

public sealed record ProducerResumed(RouterId Router, ConsumerId Consumer) : WorkerNotification(Router);

/// <summary>A consumer's receiver gets other layers from now on.</summary>
/// <param name="SpatialLayer">From 0, the smallest; null when nothing is sent because it does not fit.</param>
/// <param name="TemporalLayer">From 0, the slowest.</param>
/// <param name="FitsAgain">The last that was told was that nothing fits.</param>
public sealed record ConsumerLayersChanged(RouterId Router, ConsumerId Consumer, int? SpatialLayer, int? TemporalLayer, bool FitsAgain = false) : WorkerNotification(Router);

/// <summary>
/// Somebody wants a higher layer of a producer than before, or for ten seconds nobody has wanted those above the one named. The publisher
/// need not send what is not wanted. Until the first of these all layers are.
/// </summary>
/// <param name="SpatialLayer">The highest one that is wanted, the recorder's wish included; null for none.</param>
public sealed record ProducerWantedLayers(RouterId Router, ProducerId Producer, int? SpatialLayer) : WorkerNotification(Router);

/// <summary>Loudest producers first, about four times a second while someone speaks; none once they have stopped.</summary>
public sealed record AudioLevels(RouterId Router, IReadOnlyList<AudioLevel> Levels) : WorkerNotification(Router);

/// <param name="Dbov">-127 (silence) to 0 (loudest), from RFC 6464.</param>
public sealed record AudioLevel(ProducerId Producer, int Dbov);

/// <summary>The router's worker threw: the router is gone with all that it carried and must be built again.</summary>
public sealed record RouterLost(RouterId Router, string Reason) : WorkerNotification(Router);
