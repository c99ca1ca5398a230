using System.Net;
using Broadcast.Sfu.Io.Tcp;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Io.Workers;

/// <summary>
/// All sockets of one worker: its own UDP port (index 0), those of plain transports and of pipes, and the TCP connections of its clients. Used by
/// the worker's thread, but for <see cref="Wake"/>.
/// </summary>
public abstract class WorkerSockets : IDatagramSink, IWorkerSockets, IDisposable
{
    /// <summary>Port of socket 0.</summary>
    public abstract int Port { get; }

    /// <summary>Kernel buffers of socket 0 as granted.</summary>
    public abstract SocketBuffers Buffers { get; }

    public SocketCounters Counters { get; } = new();

    /// <summary>Where ICE-TCP is taken, at the same number as UDP; null if it is not.</summary>
    public virtual int? TcpPort => null;

    /// <summary>Why ICE-TCP is not taken although it was asked for; null otherwise.</summary>
    public abstract string? TcpRefusal { get; }

    /// <summary>Batched and segmented on Linux, plain and without TCP elsewhere.</summary>
    /// <param name="listen">Port 0 for any free one.</param>
    /// <param name="buffers">What to ask the kernel for.</param>
    /// <param name="tcp">Limits of ICE-TCP; null to take none.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The address or UDP port cannot be bound.</exception>
    public static WorkerSockets Open(IPEndPoint listen, SocketBuffers buffers, TcpLimits? tcp) =>
        OperatingSystem.IsLinux() ? new LinuxSockets(listen, buffers, tcp) : new PortableSockets(listen, buffers);

    /// <summary>Waits until something arrives, <see cref="Wake"/> is called or the time is over, then hands over at most a batch per socket.</summary>
    /// <param name="handler">Called for each datagram.</param>
    /// <param name="waitMicroseconds">0 to only look; negative for no limit.</param>
    /// <returns>Datagrams handed over.</returns>
    public abstract int Receive(IDatagramHandler handler, long waitMicroseconds);

    /// <summary>Ends the current or next wait. From any thread.</summary>
    public abstract void Wake();

    public abstract void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages);

    public abstract bool TryOpen(string listenIp, int wanted, out ushort socket, out int port);

    public abstract void Close(ushort socket);

    public virtual void KeepConnection(in TransportTuple tuple)
    {
    }

    public virtual void RefuseConnection(in TransportTuple tuple)
    {
    }

    public virtual void CloseConnection(in TransportTuple tuple)
    {
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
