namespace Broadcast.Sfu.Routing.Transports;

/// <summary>A socket that <see cref="IWorkerSockets"/> opened.</summary>
internal readonly record struct PlainSocket(ushort Index, int Port);
