using Broadcast.Api.Nodes;
using Broadcast.Sfu.Primitives;
using Broadcast.TestNetwork;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Bench.Tree;

/// <summary>The placement of viewers in one server process: the product's own, told how the nodes are no older than a second.</summary>
internal sealed class TreePlacement
{
    /// <summary>A core forwards the picture to so many viewers (bench-fanout: 2.1 µs for each of 165 packets a second).</summary>
    private const double BusyPerViewer = 0.000_35;

    private const long KnownForUs = 1_000_000;

    private readonly ViewerPlacement placement;
    private readonly Dictionary<NodeId, TreeNode> nodes;
    private readonly NodeId[] carrying;
    private readonly EventLoop loop;
    private Instant toldAt = Instant.Never;

    /// <param name="region">Of this server.</param>
    /// <param name="edges">All nodes that viewers may be on; the server knows those of its region.</param>
    public TreePlacement(int region, IEnumerable<TreeNode> edges, EventLoop loop, Random chance)
    {
        this.loop = loop;
        nodes = edges.Where(edge => edge.Region == region).ToDictionary(edge => edge.Id);
        carrying = [.. nodes.Keys];
        var settings = new NodesOptions { Nodes = [.. nodes.Keys.Select(id => new NodeOptions { Address = new Uri($"ws://{id}:4480/control"), Region = $"{region}" })] };
        placement = new ViewerPlacement(
            new NodeConnector(Options.Create(settings), null!), null!, Options.Create(new PlacementOptions { Region = $"{region}" }),
            TimeProvider.System, NullLogger<ViewerPlacement>.Instance) { Chance = chance };
    }

    public TreeNode Choose()
    {
        if (toldAt == Instant.Never || loop.Now.Since(toldAt) >= KnownForUs)
        {
            toldAt = loop.Now;
            placement.Take(new NodeStates([.. nodes.Values.Select(LoadOf)]));
        }
        return nodes[placement.Choose(carrying, [])];
    }

    private static NodeLoad LoadOf(TreeNode node) =>
        new(node.Id, Routers: 1, node.Viewers * BusyPerViewer, Records: false, $"{node.Region}", node.IsAlive ? [] : ["It is out of reach."]);
}
