using System.Collections.Concurrent;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Hosting;

/// <summary>Where the workers of a node find the two queues of a pipe between them.</summary>
internal sealed class PipeExchange
{
    private readonly ConcurrentDictionary<(TransportId From, TransportId To), DatagramQueue> queues = [];

    /// <param name="wake">Ends the wait of the worker that the ends are for.</param>
    public IPipes For(Action wake) => new WorkerPipes(queues, wake);

    private sealed class WorkerPipes(ConcurrentDictionary<(TransportId From, TransportId To), DatagramQueue> queues, Action wake) : IPipes
    {
        public PipeEnd Open(TransportId local, TransportId peer)
        {
            var incoming = queues.GetOrAdd((peer, local), static _ => new DatagramQueue());
            incoming.WakeReader = wake;
            return new PipeEnd(incoming, queues.GetOrAdd((local, peer), static _ => new DatagramQueue()));
        }

        public void Close(TransportId local, TransportId peer)
        {
            queues.TryRemove((local, peer), out _);
            queues.TryRemove((peer, local), out _);
        }
    }
}
