using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Where a consumer belongs: what its router gives it.</summary>
/// <param name="Context">Of its worker.</param>
/// <param name="Router">Of its producer and transport.</param>
/// <param name="Transport">On which its media leaves.</param>
/// <param name="Audience">Of the producer that it consumes.</param>
/// <param name="CreatedBy">Tells the request that made it from others.</param>
/// <param name="Created">The answer to that request, given again when it is repeated.</param>
/// <param name="TellsLayers">Whether the owner wants to know which layers flow.</param>
/// <param name="Close">Closes it although nobody asked to.</param>
internal sealed record ConsumerPlace(
    WorkerContext Context,
    RouterId Router,
    TransportId Transport,
    Audience Audience,
    RequestFingerprint CreatedBy,
    ConsumerCreated Created,
    bool TellsLayers,
    CloseUnasked<Consumer> Close);
