using System.Net;
using System.Text.Json;
using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.People;

/// <summary>The webinar: one presents, many watch, and some who may present, too, look on from the origin.</summary>
internal sealed class ClusterStage : IAsyncDisposable
{
    private const int AtATime = 16;

    private static readonly TimeSpan ReplacePatience = TimeSpan.FromSeconds(20);

    private readonly ViewerSwarm crowd = new(ClusterNetwork.Viewers);
    private readonly List<ClusterViewer> viewers = [];
    private readonly List<ClusterViewer> mirrors = [];
    private string presenterToken = "";
    private string viewerToken = "";

    private ClusterStage(ClusterMachines machines, string webinarId, Action<string> log) => (Machines, WebinarId, Log) = (machines, webinarId, log);

    public ClusterMachines Machines { get; }

    public string WebinarId { get; }

    /// <summary>Takes how an event went in detail.</summary>
    public Action<string> Log { get; }

    public ClusterPresenter Presenter { get; private set; } = null!;

    /// <summary>At the origin, whichever it is.</summary>
    public ClusterViewer Mirror => mirrors[0];

    public IReadOnlyList<ClusterViewer> Viewers => viewers;

    /// <summary>Of the mirror and of those who are compared with it.</summary>
    public ViewerSwarm Probes { get; } = new(ClusterNetwork.Viewers);

    /// <summary>What can be received.</summary>
    public JsonElement Capabilities { get; private set; }

    /// <summary>What this machine itself could not take.</summary>
    public long ReceiveOverflows => crowd.ReceiveOverflows + Probes.ReceiveOverflows;

    public ClusterNode Origin => Machines.Nodes.Single(node => ClusterNetwork.FrontOf(node.Number).Equals(Presenter.Origin));

    public static async Task<ClusterStage> OpenAsync(ClusterMachines machines, Action<string> log)
    {
        var id = await machines.Organizer.CreateWebinarAsync("On many machines", record: true);
        var stage = new ClusterStage(machines, id, log);
        (stage.presenterToken, stage.viewerToken) = (await machines.Organizer.LinkAsync(id, "presenter"), await machines.Organizer.LinkAsync(id, "viewer"));
        stage.Presenter = new ClusterPresenter(stage, stage.presenterToken);
        await stage.Presenter.OpenAsync();
        stage.Capabilities = (await machines.Organizer.GetAsync($"/api/join/{stage.viewerToken}")).GetProperty("routerRtpCapabilities");
        // One by each server, so that what is done for the first time there is nobody's time.
        for (var server = 0; server < machines.Servers.Length; server++)
        {
            var mirror = new ClusterViewer(stage, stage.presenterToken, server, stage.Probes);
            await mirror.OpenAsync();
            stage.mirrors.Add(mirror);
        }
        return stage;
    }

    /// <returns>Once they are there; the picture may be on its way.</returns>
    public async Task<IReadOnlyList<ClusterViewer>> AddViewersAsync(int server, int many, bool areProbes = false)
    {
        var added = Enumerable.Range(0, many).Select(_ => new ClusterViewer(this, viewerToken, server, areProbes ? Probes : crowd)).ToList();
        await Parallel.ForEachAsync(added, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (viewer, _) => await viewer.OpenAsync());
        viewers.AddRange(added);
        return added;
    }

    /// <summary>Others come to a server in the place of these: an edge whose viewers have gone elsewhere has its own again.</summary>
    public async Task ReplaceAsync(IReadOnlyCollection<ClusterViewer> gone, int server)
    {
        await RemoveViewersAsync(gone);
        await UntilSeenAsync(await AddViewersAsync(server, gone.Count), ReplacePatience);
    }

    public async Task RemoveViewersAsync(IReadOnlyCollection<ClusterViewer> gone)
    {
        viewers.RemoveAll(gone.Contains);
        await Parallel.ForEachAsync(gone, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (viewer, _) => await viewer.DisposeAsync());
    }

    public IReadOnlyList<ClusterViewer> On(ClusterNode node) => viewers.FindAll(viewer => ClusterNetwork.FrontOf(node.Number).Equals(viewer.Node));

    /// <summary>Reads or changes something of each viewer's media, on the thread that it belongs to. Those without media are left out.</summary>
    public static async Task<IReadOnlyList<T>> AskAsync<T>(IEnumerable<ClusterViewer> asked, Func<SwarmViewer, T> ask)
    {
        var answers = new List<T>();
        foreach (var group in asked.GroupBy(viewer => viewer.Swarm))
        {
            var media = group.Select(viewer => viewer.Media).OfType<SwarmViewer>().ToList();
            answers.AddRange(await group.Key.OnThreadAsync(_ => media.ConvertAll(each => ask(each))));
        }
        return answers;
    }

    /// <summary>Waits until each of them has seen a whole key frame by the media that it has.</summary>
    /// <returns>When each did; never for those who did not in time.</returns>
    public static async Task<IReadOnlyList<Instant>> UntilSeenAsync(IReadOnlyCollection<ClusterViewer> expected, TimeSpan patience)
    {
        using var waiting = new CancellationTokenSource(patience);
        while (true)
        {
            var seen = await AskAsync(expected, media => media.FirstKeyFrameAt);
            if (seen.Count == expected.Count && !seen.Contains(Instant.Never))
                return seen;
            if (waiting.IsCancellationRequested)
                return [.. seen, .. Enumerable.Repeat(Instant.Never, expected.Count - seen.Count)];
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveViewersAsync([.. viewers]);
        foreach (var mirror in mirrors)
            await mirror.DisposeAsync();
        await Presenter.DisposeAsync();
        crowd.Dispose();
        Probes.Dispose();
    }
}
