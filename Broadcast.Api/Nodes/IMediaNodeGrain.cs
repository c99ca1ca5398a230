using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Nodes;

/// <summary>One media node: the only one that speaks to it. Its key is the <see cref="NodeId"/>.</summary>
internal interface IMediaNodeGrain : IGrainWithStringKey
{
    /// <summary>Carries out a request on the node.</summary>
    /// <returns>The node's answer; null if it gave none in time or is out of reach.</returns>
    Task<ControlResponse?> RequestAsync(WorkerRequest request);

    /// <summary>Whether a router is there; null while the node is out of reach.</summary>
    Task<bool?> HasAsync(RouterId router);

    Task<NodeLoad> LoadAsync();

    /// <summary>How many browsers receive from the node; 0 while it is out of reach.</summary>
    Task<int> ReceiversAsync();

    /// <summary>Until when the node is to be emptied, as it last said; null while it is to stay.</summary>
    Task<DateTimeOffset?> LeavesAtAsync();
}
