using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>Where a producer belongs: what its router gives it.</summary>
internal sealed record ProducerPlace(
    WorkerContext Context, RouterId Router, TransportId Transport, ProducerId Id, RequestFingerprint CreatedBy, CloseUnasked<Producer> Close);
