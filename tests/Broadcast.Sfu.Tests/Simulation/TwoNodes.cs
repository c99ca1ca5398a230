using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A webinar over two nodes, joined by a pipe: presenters at the origin, viewers at its edge, and the network between.</summary>
public sealed class TwoNodes : IDisposable
{
    public static readonly TransportId Here = new("here");
    public static readonly TransportId There = new("there");

    private int piped;

    public TwoNodes(int seed, WorkerOptions? options = null)
    {
        Origin = new World(seed, options);
        Edge = new World(seed + 1, options, neighbour: Origin);
        var here = Origin.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, Here, Network: true)).Address!;
        var there = Edge.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, There, Network: true)).Address!;
        Out = new NodeLink(Origin, here, Edge, there);
        Back = new NodeLink(Edge, there, Origin, here);
        Origin.Request<Accepted>(new ConnectPipeTransport(Here, There, there));
        Edge.Request<Accepted>(new ConnectPipeTransport(There, Here, here));
    }

    public World Origin { get; }
    public World Edge { get; }

    /// <summary>From the origin to its edge.</summary>
    public NodeLink Out { get; }

    /// <summary>From the edge to the origin.</summary>
    public NodeLink Back { get; }

    public LinkConditions Conditions
    {
        set
        {
            Out.Downlink.Conditions = value;
            Back.Downlink.Conditions = value;
        }
    }

    public TransportStats StatsHere => Origin.Request<TransportStats>(new GetTransportStats(Here));

    public TransportStats StatsThere => Edge.Request<TransportStats>(new GetTransportStats(There));

    /// <summary>Takes a producer of the origin over.</summary>
    /// <returns>Under which parameters.</returns>
    public RtpParameters Pipe(ProducerId producer)
    {
        var created = Origin.Request<ConsumerCreated>(new Consume(Here, new ConsumerId($"piped{piped++}"), producer, RtpCapabilities: null));
        Edge.Request<ProducerCreated>(new Produce(There, producer, created.Kind, created.RtpParameters));
        return created.RtpParameters;
    }

    public void Run(long milliseconds) => World.RunFor(milliseconds, Origin, Edge);

    /// <summary>What a node said of its pipe, in order.</summary>
    public static IEnumerable<bool> States(World world) => world.Notifications.OfType<PipeStateChanged>().Select(changed => changed.Alive);

    public void Dispose()
    {
        Edge.Dispose();
        Origin.Dispose();
    }
}
