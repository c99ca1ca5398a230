namespace Broadcast.Sfu.Routing.Transports;

/// <summary>One end of a pipe: what it reads from and what it writes to.</summary>
public readonly record struct PipeEnd(DatagramQueue Incoming, DatagramQueue Outgoing);
