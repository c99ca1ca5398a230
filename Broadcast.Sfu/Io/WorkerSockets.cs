using System.Net;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Io;

/// <summary>All sockets of one worker: its own UDP port (index 0) and those of plain transports. Used by the worker's thread, but for <see cref="Wake"/>.</summary>
public abstract class WorkerSockets : IDatagramSink, IPlainSockets, IDisposable
{
    /// <summary>Port of socket 0.</summary>
    public abstract int Port { get; }

    /// <summary>Kernel buffers of socket 0 as granted.</summary>
    public abstract SocketBuffers Buffers { get; }

    public SocketCounters Counters { get; } = new();

    /// <summary>Batched and segmented on Linux, plain elsewhere.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address or port cannot be bound.</exception>
    public static WorkerSockets Open(IPEndPoint listen, SocketBuffers buffers) =>
        OperatingSystem.IsLinux() ? new LinuxSockets(listen, buffers) : new PortableSockets(listen, buffers);

    /// <summary>Waits until something arrives, <see cref="Wake"/> is called or the time is over, then hands over at most a batch per socket.</summary>
    /// <param name="handler">Called for each datagram.</param>
    /// <param name="waitMicroseconds">0 to only look; negative for no limit.</param>
    /// <returns>Datagrams handed over.</returns>
    public abstract int Receive(IDatagramHandler handler, long waitMicroseconds);

    /// <summary>Ends the current or next wait. From any thread.</summary>
    public abstract void Wake();

    public abstract void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages);

    public abstract bool TryOpen(string listenIp, out ushort socket, out int port);

    public abstract void Close(ushort socket);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
