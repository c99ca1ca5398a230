namespace Broadcast.Sfu.Control.Responses;

/// <param name="Ailing">Workers with which something is wrong; empty when all is well.</param>
public sealed record NodeChecked(IReadOnlyList<WorkerAilment> Ailing) : ControlResponse;

/// <summary>All that the node carries, by router: what a new owner finds.</summary>
public sealed record NodeDump(IReadOnlyList<RouterDump> Routers) : ControlResponse;

/// <param name="Worker">Its index.</param>
/// <param name="Ailment">What is wrong, in words that follow its name: <c>has not turned for 2 s</c>.</param>
public sealed record WorkerAilment(int Worker, string Ailment);
