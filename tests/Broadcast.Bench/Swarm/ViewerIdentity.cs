using System.Net;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Ice;

namespace Broadcast.Bench.Swarm;

/// <summary>What a viewer tells a server about itself before it connects.</summary>
internal sealed record ViewerIdentity(IceCredentials Credentials, IReadOnlyList<DtlsFingerprint> Fingerprints, IPEndPoint Address);
