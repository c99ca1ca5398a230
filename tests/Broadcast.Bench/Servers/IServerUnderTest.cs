using System.Diagnostics;
using System.Net;
using Broadcast.Bench.Swarm;

namespace Broadcast.Bench.Servers;

/// <summary>A media server in a process of its own, pinned to core 0.</summary>
internal interface IServerUnderTest : IAsyncDisposable
{
    string Name { get; }

    Process Process { get; }

    /// <summary>Where it takes the publisher's RTP.</summary>
    IPEndPoint Ingest { get; }

    /// <summary>Where it takes the publisher's sound.</summary>
    IPEndPoint SoundIngest { get; }

    /// <summary>Prepares one viewer, up to the point where its first connectivity check may come.</summary>
    Task<ViewerOffer> OfferAsync(ViewerIdentity viewer);
}
