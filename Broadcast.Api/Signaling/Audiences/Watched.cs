using Broadcast.Api.Signaling.Messages;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>What a passive viewer was given at once.</summary>
/// <param name="Unsupported">Producers of which their browser knows no codec.</param>
internal sealed record Watched(TransportCreated Transport, IReadOnlyList<Consumed> Consumers, IReadOnlyList<ProducerId> Unsupported);
