using Microsoft.Extensions.Options;

namespace Broadcast.Api.Nodes;

/// <summary>
/// Chooses the media node for each viewer who comes to this process, by what all nodes said a second ago and whom it has placed since. So
/// a crowd that comes in asks nobody.
/// </summary>
internal sealed partial class ViewerPlacement(
    NodeConnector connector, IGrainFactory grains, IOptions<PlacementOptions> options, TimeProvider time, ILogger<ViewerPlacement> logger) : BackgroundService
{
    /// <summary>A node that works so much takes viewers of a further webinar no more, unless all do.</summary>
    private const double MostBusy = 0.7;

    /// <summary>What one viewer more is thought to take, until the node has said what it does.</summary>
    private const double BusyPerViewer = 0.001;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A node that a webinar has just lost is no place for those whom it has thrown out: until it is known whether it lives, seconds pass,
    /// and who is sent there waits for it in vain.
    /// </summary>
    public static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<NodeId, Candidate> candidates = [];

    /// <summary>When each node was last lost.</summary>
    private readonly Dictionary<NodeId, DateTimeOffset> lost = [];

    private long begun;
    private long taken;

    /// <summary>Of two nodes that are as good as each other.</summary>
    public Random Chance { private get; init; } = new();

    /// <summary>Whether there is anything to choose.</summary>
    public bool HasChoice => connector.Nodes.Count > 1;

    /// <summary>Whether viewers can be placed somewhere.</summary>
    public bool HasRoom
    {
        get
        {
            lock (gate)
                return candidates.Values.Any(each => each.Load.IsOpen);
        }
    }

    /// <summary>The node for one more viewer.</summary>
    /// <param name="carrying">Where the webinar is; its origin first.</param>
    /// <param name="avoided">Not to be chosen, because it was tried in vain.</param>
    public NodeId Choose(IReadOnlyList<NodeId> carrying, IReadOnlyCollection<NodeId> avoided)
    {
        if (!HasChoice)
            return carrying[0];
        lock (gate)
        {
            var now = time.GetUtcNow();
            var fit = candidates.Values.Where(each => each.Load.IsOpen && !avoided.Contains(each.Load.Node) && !IsInQuarantine(each.Load.Node, now)).ToList();
            var pool = Narrow(Narrow(fit, each => each.Load.Region == options.Value.Region), each => !each.Load.Records);
            pool = Narrow(pool, each => each.Busy < MostBusy && carrying.Contains(each.Load.Node));
            if (pool.Count == 0)
                return carrying[0];
            // Of two by chance the better one: so that processes that know the same do not all choose the same.
            var (one, other) = (pool[Chance.Next(pool.Count)], pool[Chance.Next(pool.Count)]);
            var chosen = one.Busy <= other.Busy ? one : other;
            chosen.Placed++;
            return chosen.Load.Node;
        }
    }

    /// <summary>A webinar has given a node up.</summary>
    public void Lose(NodeId node)
    {
        lock (gate)
            lost[node] = time.GetUtcNow();
    }

    /// <summary>Asks all nodes. What was asked earlier and is answered later is heeded no more.</summary>
    public async Task LookAsync(CancellationToken cancellationToken = default)
    {
        var look = Interlocked.Increment(ref begun);
        var states = await grains.GetGrain<INodeDirectoryGrain>(0).CheckAsync().WaitAsync(cancellationToken);
        lock (gate)
        {
            if (look < taken)
                return;
            taken = look;
            Take(states);
        }
    }

    /// <summary>Takes what the nodes say of themselves.</summary>
    public void Take(NodeStates states)
    {
        lock (gate)
        {
            candidates.Clear();
            foreach (var load in states.Nodes)
                candidates[load.Node] = new Candidate(load);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!HasChoice)
            return;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnknown(logger, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private bool IsInQuarantine(NodeId node, DateTimeOffset now) => lost.TryGetValue(node, out var at) && now - at < Quarantine;

    /// <summary>Those that are wanted most, if there are any.</summary>
    private static List<Candidate> Narrow(List<Candidate> from, Predicate<Candidate> wanted) =>
        from.FindAll(wanted) is { Count: > 0 } some ? some : from;

    private sealed class Candidate(NodeLoad load)
    {
        public NodeLoad Load => load;

        public int Placed { get; set; }

        public double Busy => load.Busy + Placed * BusyPerViewer;
    }

    [LoggerMessage(LogLevel.Warning, "How the media nodes are is not known at the moment: {Reason}")]
    private static partial void LogUnknown(ILogger logger, string reason);
}
