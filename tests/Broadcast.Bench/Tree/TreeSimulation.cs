using Broadcast.Api.Nodes;
using Broadcast.Api.Signaling.Audiences;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Routing.Transports;
using Broadcast.TestNetwork;

namespace Broadcast.Bench.Tree;

/// <summary>
/// A webinar on a tree of thousands of media nodes, on a virtual clock: nodes are lost and come back, their viewers come again elsewhere, a
/// crowd joins. The product itself chooses the nodes (<see cref="ViewerPlacement"/>) and who feeds them (<see cref="EdgeSources"/>), and gathers
/// key frame requests at each of them; how long silence, scatter and spacing last is taken from it, too. The rest is assumed, and stands below.
/// </summary>
internal sealed class TreeSimulation
{
    // Assumed of networks and machines.
    private const double ControlMs = 10;
    private const double HopMs = 10;
    private const double ShortestRoundTripMs = 20;
    private const double LongestRoundTripMs = 120;
    private const double AwaySeconds = 60;

    /// <summary>Measured by bench-join.</summary>
    private const double JoinCpuMs = 0.66;

    /// <summary>Round trips from being told to the first packet: a transport, its connection with ICE's check, two of DTLS, a consumer.</summary>
    private const int RoundTripsToMedia = 5;

    /// <summary>Requests, one after the other, by which a node is joined to another one that has a picture and sound.</summary>
    private const int RequestsToJoin = 12;

    /// <summary>Requests, one after the other, by which a webinar begins on another node, until its presenter has a producer there.</summary>
    private const int RequestsToBegin = 6;

    private const int ViewersPerServer = 15_000;
    private const double RecorderSeconds = 2;

    private readonly TreeShape shape;
    private readonly Random random;
    private readonly EventLoop loop = new();
    private readonly TreeNode origin = new(new NodeId("origin"), region: -1);
    private readonly List<TreeNode> edges = [];
    private readonly List<TreePlacement> servers = [];
    private readonly WorkerOptions options = new() { UdpPort = 0 };

    public TreeSimulation(TreeShape shape, int seed)
    {
        (this.shape, random, Figures) = (shape, new Random(seed), new TreeFigures(shape.Seconds));
        for (var level = 0; level <= shape.Behind; level++)
            for (var region = 0; region < shape.Edges; region++)
                Grow($"edge-{region}-{level}", region);
        for (var server = 0; server < Math.Max(shape.Edges, (int)((shape.AllViewers + shape.Joins) / ViewersPerServer) + 1); server++)
            servers.Add(new TreePlacement(server % shape.Edges, edges, loop, new Random(random.Next())));
    }

    public TreeFigures Figures { get; }

    private double Seconds => loop.Seconds;

    public void Run()
    {
        foreach (var node in edges)
        {
            if (random.NextDouble() < shape.FailingPerHour * shape.Seconds / 3_600)
                loop.AtSecond(random.NextDouble() * shape.Seconds, () => Lose(node));
        }
        loop.AtSecond(shape.Seconds * 0.75, LoseOrigin);
        for (var join = 0; join < shape.Joins; join++)
            loop.AtSecond(shape.Seconds / 2 + 60 * random.NextDouble(), Join);
        Every(RecorderSeconds, () => Ask(origin, loop.Now));
        // Every server reports how many are there, and is answered.
        Every(1, () => Figures.Control.Add(Seconds, servers.Count * 2));
        loop.RunUntilSecond(shape.Seconds);
    }

    private void Grow(string id, int region)
    {
        var edge = new TreeNode(new NodeId(id), region) { GroupAt = loop.Now, Viewers = shape.Viewers };
        edges.Add(edge);
        edge.Parent = ChooseParent(edge);
    }

    /// <summary>As the webinar's grain does, of the edges that it knows.</summary>
    private TreeNode ChooseParent(TreeNode node)
    {
        var behind = edges.Where(edge => edge.IsOpen && edge.Parent != origin && edge.Parent is not null).CountBy(edge => edge.Parent!).ToDictionary();
        var fedByOrigin = edges.Where(edge => edge.IsOpen && edge.Parent == origin && edge != node).ToDictionary(edge => edge.Id);
        var chosen = EdgeSources.Choose(
            $"{node.Region}", [.. fedByOrigin.Values.Select(edge => new FedEdge(edge.Id, $"{edge.Region}", behind.GetValueOrDefault(edge), Stays: true))], shape.EdgesPerNode);
        return chosen is { } relay ? fedByOrigin[relay] : origin;
    }

    private void Lose(TreeNode node)
    {
        if (!node.IsAlive)
            return;
        Figures.NodesLost++;
        (node.IsAlive, node.IsFed) = (false, false);
        node.Waiting.Clear();
        var lostAt = loop.Now;
        loop.After(UsUntilNoticed(), () => GiveUp(node, lostAt));
        loop.After((long)(AwaySeconds * 1e6), () => ComeBack(node));
    }

    /// <summary>The other end of its pipe was last heard of up to a beat before.</summary>
    private long UsUntilNoticed() => NodePipeTransport.SilenceUs - random.Next(NodePipeTransport.BeatMs) * 1_000 + Control();

    /// <summary>The grain closes both ends and tells every server; those who watched there come again, those behind it are joined to another node.</summary>
    private void GiveUp(TreeNode node, Instant lostAt)
    {
        Figures.Control.Add(Seconds, 3 + servers.Count);
        for (var (viewer, viewers) = (0, node.Viewers); viewer < viewers; viewer++)
        {
            var scatter = random.Next(LocalAudience.MostScatterMs) * 1_000L;
            loop.After(Control() + scatter, () => Place(node.Region, at => Figures.OwnNodeLost.Add(at.Since(lostAt) / 1e6, 1)));
        }
        (node.Viewers, node.IsOpen) = (0, false);
        foreach (var left in edges.Where(edge => edge.Parent == node && edge.IsOpen))
            Rejoin(left, lostAt);
    }

    /// <summary>An edge that lost its relay is joined to another one, which may have to be joined itself first, and waits for a key frame.</summary>
    private void Rejoin(TreeNode node, Instant lostAt)
    {
        var viewers = node.Viewers;
        node.Parent = ChooseParent(node);
        node.IsFed = false;
        Figures.Control.Add(Seconds, RequestsToJoin * 2);
        loop.After(Control(node.Parent.IsFed ? RequestsToJoin : 2 * RequestsToJoin), () =>
        {
            node.IsFed = node.IsAlive;
            WaitForKeyFrame(node, loop.Now, at => Figures.NodeAboveLost.Add(at.Since(lostAt) / 1e6, viewers));
        });
    }

    /// <summary>Its edges notice, its node is asked, the next one is opened, the presenter comes again; then the edges are joined to it.</summary>
    private void LoseOrigin()
    {
        Figures.NodesLost++;
        var lostAt = loop.Now;
        origin.IsFed = false;
        var noticed = UsUntilNoticed();
        var presenter = (long)(RoundTripsToMedia * RoundTripMs() * 1e3) + Control(RequestsToBegin);
        Figures.Control.Add(Seconds + noticed / 1e6, edges.Count(edge => edge.Parent == origin && edge.IsOpen) + RequestsToBegin * 2 + servers.Count * 3);
        // Each edge tells that it hears nothing; the node's own answer is waited for as long.
        loop.After(noticed + NodePipeTransport.SilenceUs / 2 + presenter, () =>
        {
            origin.IsFed = true;
            OnKeyFrame();
            foreach (var edge in edges.Where(edge => edge.Parent == origin && edge.IsOpen && edge.IsAlive))
                RejoinWithAllBehind(edge, lostAt);
        });
    }

    private void RejoinWithAllBehind(TreeNode edge, Instant lostAt)
    {
        var behind = edge.Viewers + edges.Where(other => other.Parent == edge).Sum(other => other.Viewers);
        Figures.Control.Add(Seconds, RequestsToJoin * 2);
        loop.After(Control(RequestsToJoin), () => WaitForKeyFrame(edge, loop.Now, at => Figures.OriginLost.Add(at.Since(lostAt) / 1e6, behind)));
    }

    /// <summary>It has nobody on it: the first who is placed there has it opened.</summary>
    private static void ComeBack(TreeNode node) => node.IsAlive = true;

    private void Open(TreeNode node)
    {
        Figures.Control.Add(Seconds, RequestsToJoin * 2 + servers.Count);
        (node.IsOpen, node.Parent) = (true, ChooseParent(node));
        loop.After(Control(RequestsToJoin), () => (node.IsFed, node.GroupAt) = (node.IsAlive, Instant.Never));
    }

    private void Join()
    {
        var wishedAt = loop.Now;
        Place(random.Next(shape.Edges), at => Figures.Joined.Add(at.Since(wishedAt) / 1e6, 1));
    }

    /// <summary>One viewer is given a node by their server, builds a transport there, and waits for a picture.</summary>
    private void Place(int region, Action<Instant> seen)
    {
        var server = servers[region + shape.Edges * random.Next((servers.Count - region + shape.Edges - 1) / shape.Edges)];
        var node = server.Choose();
        if (!node.IsOpen && node.IsAlive)
            Open(node);
        var asked = loop.Now.AddMicroseconds(Control());
        var begun = asked > node.JoinsDoneAt ? asked : node.JoinsDoneAt;
        node.JoinsDoneAt = begun.AddMicroseconds((long)(JoinCpuMs * 1e3));
        loop.At(node.JoinsDoneAt.AddMicroseconds((long)(RoundTripsToMedia * RoundTripMs() * 1e3)), () =>
        {
            if (!node.IsAlive)
            {
                // It was lost meanwhile; who was on their way is told as those were who watched.
                loop.After(NodePipeTransport.SilenceUs + Control(), () => Place(region, seen));
                return;
            }
            node.Viewers++;
            Show(node, seen);
        });
    }

    /// <summary>By the node's own group of pictures where it is young; else by the next key frame.</summary>
    private void Show(TreeNode node, Action<Instant> seen)
    {
        var age = node.GroupAt == Instant.Never ? long.MaxValue : loop.Now.Since(node.GroupAt);
        if (node.IsFed && age <= options.ReplayMaxAgeMs * 1_000L)
            seen(loop.Now);
        else
            WaitForKeyFrame(node, node.GroupAt == Instant.Never ? loop.Now : Later(loop.Now, node.GroupAt.AddMilliseconds(options.JoinerKeyFrameSpacingMs)), seen);
    }

    private void WaitForKeyFrame(TreeNode node, Instant at, Action<Instant> seen)
    {
        node.Waiting.Add(seen);
        loop.At(at, () => Ask(node, loop.Now));
    }

    /// <summary>Somebody at a node needs a key frame: it asks where its media comes from, as often as its requests allow, until one comes.</summary>
    private void Ask(TreeNode node, Instant at)
    {
        node.Requests.Request(at);
        Send(node);
    }

    private void Send(TreeNode node)
    {
        if (!node.IsAlive || node.Requests.NextTimeout == Instant.Never)
            return;
        if (!node.IsFed || !node.Requests.TryTake(loop.Now))
        {
            loop.At(node.IsFed ? node.Requests.NextTimeout : loop.Now.AddMilliseconds(100), () => Send(node));
            return;
        }
        if (node.Parent is { } above)
        {
            loop.After((long)(HopMs * 1e3), () =>
            {
                if (above == origin)
                    Figures.RequestsAtOrigin.Add(Seconds);
                if (above.IsAlive)
                    Ask(above, loop.Now);
            });
        }
        else
        {
            Figures.RequestsAtPresenter.Add(Seconds);
            loop.After((long)(RoundTripMs() * 1e3), OnKeyFrame);
        }
        loop.At(node.Requests.NextTimeout, () => Send(node));
    }

    /// <summary>A key frame comes to the origin, and from there to all nodes.</summary>
    private void OnKeyFrame()
    {
        if (!origin.IsFed)
            return;
        Take(origin);
        loop.After((long)(HopMs * 1e3), () => edges.FindAll(edge => edge.Parent == origin).ForEach(Take));
        loop.After((long)(2 * HopMs * 1e3), () => edges.FindAll(edge => edge.Parent != origin).ForEach(Take));
    }

    private void Take(TreeNode node)
    {
        if (!node.IsAlive || !node.IsFed || node.Parent is { } above && (!above.IsAlive || !above.IsFed))
            return;
        node.Requests.OnKeyFrame();
        node.GroupAt = loop.Now;
        var served = node.Waiting.ToArray();
        node.Waiting.Clear();
        foreach (var seen in served)
            seen(loop.Now);
    }

    private void Every(double seconds, Action act)
    {
        act();
        loop.After((long)(seconds * 1e6), () => Every(seconds, act));
    }

    private static Instant Later(Instant one, Instant other) => one > other ? one : other;

    private long Control(int requests = 1) => (long)(requests * ControlMs * (0.5 + random.NextDouble()) * 1e3);

    private double RoundTripMs() => ShortestRoundTripMs + (LongestRoundTripMs - ShortestRoundTripMs) * random.NextDouble();
}
