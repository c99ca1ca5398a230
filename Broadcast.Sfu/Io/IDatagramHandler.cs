using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io;

/// <summary>Takes the datagrams of a batch one by one.</summary>
public interface IDatagramHandler
{
    /// <param name="from">Remote address and local socket.</param>
    /// <param name="datagram">Scratch; valid during the call.</param>
    void OnDatagram(in TransportTuple from, Span<byte> datagram);
}
