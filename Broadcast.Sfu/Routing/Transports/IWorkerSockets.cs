using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>What a worker asks of the sockets of its thread. Called on that thread.</summary>
public interface IWorkerSockets
{
    /// <summary>Binds a UDP socket: for a plain transport, or for pipes to other nodes.</summary>
    /// <param name="listenIp">Address to bind.</param>
    /// <param name="wanted">Port to bind; 0 for any free one.</param>
    /// <param name="socket">Index that marks the socket in <c>TransportTuple.LocalSocket</c>; never 0.</param>
    /// <param name="port">The port it got.</param>
    /// <returns>False if the address or port cannot be bound or sockets have run out.</returns>
    bool TryOpen(string listenIp, int wanted, out ushort socket, out int port);

    /// <summary>Closes what <see cref="TryOpen"/> opened.</summary>
    void Close(ushort socket);

    /// <summary>A client has shown over this TCP connection who it is: the connection may stay.</summary>
    void KeepConnection(in TransportTuple tuple);

    /// <summary>What came over this TCP connection is not from a client: it is closed, unless it has shown before who it is.</summary>
    void RefuseConnection(in TransportTuple tuple);

    /// <summary>Closes a TCP connection, after what is queued for it in this turn. Without effect if it is gone.</summary>
    void CloseConnection(in TransportTuple tuple);
}
