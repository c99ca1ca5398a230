namespace Broadcast.Sfu.Routing;

/// <summary>Opens the sockets of plain transports. Called on the worker's thread.</summary>
public interface IPlainSockets
{
    /// <summary>Binds a UDP socket on a free port.</summary>
    /// <param name="listenIp">Address to bind.</param>
    /// <param name="socket">Index that marks the socket in <c>TransportTuple.LocalSocket</c>; never 0.</param>
    /// <param name="port">The port it got.</param>
    /// <returns>False if the address cannot be bound or sockets have run out.</returns>
    bool TryOpen(string listenIp, out ushort socket, out int port);

    void Close(ushort socket);
}
