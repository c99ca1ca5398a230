using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>Where a transport belongs: what its router gives it.</summary>
internal sealed record TransportPlace(WorkerContext Context, RouterId Router, TransportId Id, RequestFingerprint CreatedBy, CloseUnasked<Transport> Close);
