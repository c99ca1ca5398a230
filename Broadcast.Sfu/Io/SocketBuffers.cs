namespace Broadcast.Sfu.Io;

/// <summary>Kernel buffers of a socket, in bytes. The kernel doubles what is asked for and caps it at <c>net.core.[rw]mem_max</c>.</summary>
public readonly record struct SocketBuffers(int ReceiveBytes, int SendBytes);
