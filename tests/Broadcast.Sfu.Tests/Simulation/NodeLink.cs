using System.Net;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>
/// Another node, as a worker sees it that has pipes there: what it sends to that node's port for pipes arrives by <see cref="SimulatedPeer.Downlink"/>,
/// or does not. What comes back goes by the other worker's own link.
/// </summary>
public sealed class NodeLink : SimulatedPeer
{
    /// <summary>As <see cref="World"/> numbers its ports.</summary>
    private const int FirstPort = 50_000;

    private readonly World there;
    private readonly TransportTuple seenFrom;

    /// <param name="here">Whose worker sends.</param>
    /// <param name="own">Of a pipe on it.</param>
    /// <param name="there">To whom.</param>
    /// <param name="remote">Of that pipe's other end.</param>
    public NodeLink(World here, PipeAddress own, World there, PipeAddress remote) : base(here, TupleOf(remote, own))
    {
        this.there = there;
        seenFrom = TupleOf(own, remote);
    }

    /// <summary>What arrived, newest last.</summary>
    public List<byte[]> Arrived { get; } = [];

    public override void Receive(byte[] datagram)
    {
        Arrived.Add(datagram);
        there.Deliver(seenFrom, datagram.ToArray());
    }

    /// <summary>Somebody else sends something to the other node's port for pipes.</summary>
    public void Inject(byte[] datagram) => there.Deliver(seenFrom with { Port = 9 }, datagram.ToArray());

    public override void HandleTimeout()
    {
    }

    private static TransportTuple TupleOf(PipeAddress remote, PipeAddress own) =>
        TransportTuple.From(new IPEndPoint(IPAddress.Parse(remote.Ip), remote.Port), (ushort)(own.Port - FirstPort));
}
