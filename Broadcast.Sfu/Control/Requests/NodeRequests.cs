using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Requests;

/// <summary>How the node's workers are. Answered at once by <see cref="NodeChecked"/>, whatever they do.</summary>
public sealed record CheckNode : WorkerRequest;

/// <summary>All routers of the node with what they carry. Answered by <see cref="NodeDump"/>.</summary>
public sealed record DumpNode : WorkerRequest;

/// <summary>
/// Nothing more will come for a sink: whatever is made of what it took may be finished. A direct transport into it that is still open,
/// or was lost, delivers nothing more. Ending what is not there is accepted.
/// </summary>
/// <param name="Sink">Its name, as in <see cref="CreateDirectTransport"/>.</param>
public sealed record EndSink(string Sink) : WorkerRequest;
