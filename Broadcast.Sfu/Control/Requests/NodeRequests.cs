using System.ComponentModel.DataAnnotations;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Requests;

/// <summary>How the node's workers are. Answered at once by <see cref="NodeChecked"/>, whatever they do.</summary>
public sealed record CheckNode : WorkerRequest;

/// <summary>
/// The node is to be emptied. It says so from then on (<see cref="NodeChecked.LeavingForMs"/>), and goes on with what it has and is asked
/// for: who places webinars and viewers takes them elsewhere.
/// </summary>
/// <param name="ForMs">For how long it is still there; null takes it back.</param>
public sealed record LeaveNode([property: Range(0, LeaveNode.MostMs)] long? ForMs = null) : WorkerRequest
{
    /// <summary>A day.</summary>
    public const long MostMs = 86_400_000;
}

/// <summary>All routers of the node with what they carry. Answered by <see cref="NodeDump"/>.</summary>
public sealed record DumpNode : WorkerRequest;

/// <summary>
/// Nothing more will come for a sink: whatever is made of what it took may be finished. A direct transport into it that is still open,
/// or was lost, delivers nothing more. Ending what is not there is accepted.
/// </summary>
/// <param name="Sink">Its name, as in <see cref="CreateDirectTransport"/>.</param>
public sealed record EndSink(string Sink) : WorkerRequest;
