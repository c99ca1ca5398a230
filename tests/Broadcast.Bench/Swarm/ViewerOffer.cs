using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Swarm;

/// <summary>What a server tells a viewer to connect to.</summary>
internal sealed record ViewerOffer(TransportTuple Address, string UsernameFragment, string Password, IReadOnlyList<DtlsFingerprint> Fingerprints);
