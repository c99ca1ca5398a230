namespace Broadcast.Sfu.Control.Responses;

/// <param name="Ailing">Workers with which something is wrong; empty when all is well.</param>
/// <param name="Busy">Share of the last second in which the workers worked, mean of all: 0 to 1.</param>
/// <param name="Records">Whether there is a recorder in its process.</param>
/// <param name="LeavingForMs">For how long it is still there, 0 when that is over; null while it is to stay.</param>
/// <param name="Routers">That are open.</param>
public sealed record NodeChecked(IReadOnlyList<WorkerAilment> Ailing, double Busy = 0, bool Records = false, long? LeavingForMs = null, int Routers = 0)
    : ControlResponse;

/// <summary>All that the node carries, by router: what a new owner finds.</summary>
public sealed record NodeDump(IReadOnlyList<RouterDump> Routers) : ControlResponse;

/// <param name="Worker">Its index.</param>
/// <param name="Ailment">What is wrong, in words that follow its name: <c>has not turned for 2 s</c>.</param>
public sealed record WorkerAilment(int Worker, string Ailment);
