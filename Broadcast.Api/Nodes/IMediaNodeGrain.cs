using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Nodes;

/// <summary>One media node: the only one that speaks to it. Its key is the <see cref="NodeId"/>.</summary>
internal interface IMediaNodeGrain : IGrainWithStringKey
{
    /// <summary>Carries out a request on the node.</summary>
    /// <returns>The node's answer; null if it gave none in time or is out of reach.</returns>
    Task<ControlResponse?> RequestAsync(WorkerRequest request);
}
