using System.Net;
using Broadcast.Bench.Attack.Webinar;
using Broadcast.TestHost;
using Broadcast.TestHost.Servers;
using Broadcast.TestNetwork.Relays;

namespace Broadcast.Bench.Cluster.Machines;

/// <summary>
/// PostgreSQL, Redis, media nodes of which two record, and a server for each edge, whose viewers it places there while the edge is well.
/// </summary>
internal sealed class ClusterMachines : IAsyncDisposable
{
    private const int Recorders = 2;

    private readonly string shared = Directory.CreateTempSubdirectory("broadcast-cluster-").FullName;
    private readonly List<UdpRelay> relays = [];
    private string database = "";

    private ClusterMachines(int seed, int edges)
    {
        Far = new NetworkPath(seed);
        Nodes = [.. Enumerable.Range(0, Recorders + edges).Select(number =>
            new ClusterNode(number, number < Recorders ? Journals : null, isRelayed: number < Recorders || number == Recorders + edges - 1))];
        Servers = new BroadcastHost[edges];
    }

    /// <summary>Those that record, of which one is a webinar's origin, then the edges.</summary>
    public IReadOnlyList<ClusterNode> Nodes { get; }

    public IReadOnlyList<ClusterNode> Edges => [.. Nodes.Skip(Recorders)];

    /// <summary>Of each edge the one that places viewers there.</summary>
    public BroadcastHost[] Servers { get; }

    /// <summary>The way to the last edge, and back from it.</summary>
    public NetworkPath Far { get; }

    public PostgresServer Postgres { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public Organizer Organizer { get; private set; } = null!;

    public string Journals => Path.Combine(shared, "journals");

    public static async Task<ClusterMachines> StartAsync(int edges, int seed)
    {
        var cluster = new ClusterMachines(seed, edges);
        try
        {
            Directory.CreateDirectory(cluster.Journals);
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server in the place of one that was killed.</summary>
    public async Task StartServerAsync(int number)
    {
        (Servers[number], var link) = await BroadcastHost.StartAsync(
        [
            "--Database:Kind", "PostgreSql", "--Database:ConnectionString", database, "--Cluster:Redis", Redis.ConnectionString,
            "--Placement:Region", Edges[number].Region, "--Recorder:Directory", Journals, "--Storage:Directory", Path.Combine(shared, "objects"),
            .. Nodes.SelectMany(node => new[]
            {
                $"--Nodes:{node.Number}:Address", $"{node.Address}", $"--Nodes:{node.Number}:Secret", ClusterNode.Secret, $"--Nodes:{node.Number}:Region", node.Region,
            }),
        ]);
        Organizer ??= await Organizer.SetUpAsync(Servers[number].Address, link);
        await UntilHealthyAsync(Servers[number]);
    }

    /// <summary>What servers and nodes complain of.</summary>
    public void PrintLogs()
    {
        foreach (var (number, server) in Servers.Index())
            foreach (var complaint in server.Complaints)
                Console.WriteLine($"  server {number} | {complaint}");
        foreach (var node in Nodes)
            foreach (var line in node.Log)
                Console.WriteLine($"  node {node.Number} | {line}");
    }

    public async ValueTask DisposeAsync()
    {
        Organizer?.Dispose();
        foreach (var server in Servers.Where(server => server is not null))
            await server.DisposeAsync();
        foreach (var node in Nodes)
            await node.DisposeAsync();
        foreach (var relay in relays)
            await relay.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
        Directory.Delete(shared, recursive: true);
    }

    private async Task StartAsync()
    {
        Postgres = await PostgresServer.StartAsync();
        Redis = await RedisServer.StartAsync();
        database = await Postgres.CreateDatabaseAsync();
        foreach (var node in (ClusterNode[])[.. Nodes.Take(Recorders), Nodes[^1]])
        {
            await ClusterNetwork.RunAsync($"ip addr add {ClusterNetwork.RelayOf(node.Number)}/24 dev {ClusterNetwork.Back}");
            relays.Add(new UdpRelay(
                new IPEndPoint(ClusterNetwork.RelayOf(node.Number), ClusterNode.PipePort), new IPEndPoint(ClusterNetwork.BackOf(node.Number), ClusterNode.PipePort), Far));
        }
        await Task.WhenAll(Nodes.Select(node => node.StartAsync()));
        for (var number = 0; number < Servers.Length; number++)
            await StartServerAsync(number);
    }

    private static async Task UntilHealthyAsync(BroadcastHost host)
    {
        using var browser = new HttpClient { BaseAddress = host.Address };
        while (!(await browser.GetAsync(new Uri("/healthz", UriKind.Relative))).IsSuccessStatusCode)
            await Task.Delay(100);
    }
}
