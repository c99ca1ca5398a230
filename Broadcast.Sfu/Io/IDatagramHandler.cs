using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io;

/// <summary>Takes the datagrams of a batch one by one, those that came in TCP frames among them.</summary>
public interface IDatagramHandler
{
    /// <param name="from">Remote address and local socket.</param>
    /// <param name="arrivedAt">When the kernel had it: earlier than now by as long as the thread was busy or asleep.</param>
    /// <param name="datagram">Scratch; valid during the call.</param>
    void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram);

    /// <summary>A TCP connection that was to be kept has been closed by the remote, or broke. Of no interest to who takes UDP only.</summary>
    void OnDisconnected(in TransportTuple from)
    {
    }
}
