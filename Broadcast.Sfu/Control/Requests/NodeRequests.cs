using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Requests;

/// <summary>How the node's workers are. Answered at once by <see cref="NodeChecked"/>, whatever they do.</summary>
public sealed record CheckNode : WorkerRequest;
