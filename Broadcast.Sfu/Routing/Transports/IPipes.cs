using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>Joins two pipe transports of one node, whichever workers they live on. Called on the workers' threads.</summary>
public interface IPipes
{
    /// <summary>Both ends open with each other's ids, in any order; what is written before the other end opens waits for it.</summary>
    PipeEnd Open(TransportId local, TransportId peer);

    void Close(TransportId local, TransportId peer);
}
