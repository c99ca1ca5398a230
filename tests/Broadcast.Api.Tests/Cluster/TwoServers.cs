using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Hosting;
using Broadcast.Api.Http;
using Broadcast.TestHost;
using Broadcast.TestHost.Servers;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>
/// Two programs, as an operator starts them, on one PostgreSQL, one Redis and media nodes that are processes of their own. Each has an edge
/// of its own region, if there are edges.
/// </summary>
public sealed class TwoServers : IAsyncDisposable
{
    private readonly CookieContainer cookies = new();
    private string? shared;

    private TwoServers(NodeHost[] nodes, RedisServer redis, TestHost.BroadcastHost one, TestHost.BroadcastHost other) =>
        (Nodes, Redis, One, Other) = (nodes, redis, one, other);

    /// <summary>
    /// The origin of webinars, then the edge in the region of <see cref="One"/>, then that in the region of <see cref="Other"/>, then one to spare.
    /// </summary>
    public NodeHost[] Nodes { get; }

    public RedisServer Redis { get; }

    public TestHost.BroadcastHost One { get; }

    public TestHost.BroadcastHost Other { get; }

    /// <param name="records">Whether the first media node does; then the servers share its journals and a store.</param>
    /// <param name="hasEdges">Whether there are further media nodes.</param>
    /// <param name="hasSpare">Whether there is a second one that records: then each server has the journals of one of them, and they go through the store.</param>
    /// <param name="edgesPerNode">To how many others one node sends a webinar; null for what is usual.</param>
    public static async Task<TwoServers> StartAsync(bool records = false, bool hasEdges = false, bool hasSpare = false, int? edgesPerNode = null)
    {
        var shared = records ? Directory.CreateTempSubdirectory("broadcast-shared-").FullName : null;
        string? JournalsOf(int node) => records ? Path.Combine(shared!, $"journals-{node}") : null;
        NodeHost[] nodes = [await NodeHost.StartAsync(JournalsOf(0)), .. hasSpare ? [await NodeHost.StartAsync(JournalsOf(1))] : Array.Empty<NodeHost>(), .. hasEdges ? await Task.WhenAll(NodeHost.StartAsync(), NodeHost.StartAsync(), NodeHost.StartAsync()) : []];
        var redis = await RedisServer.StartAsync();
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        string[] settings =
        [
            "--Database:Kind", "PostgreSql", "--Database:ConnectionString", database,
            "--Cluster:Redis", redis.ConnectionString,
            .. nodes.SelectMany((node, index) => new[] { $"--Nodes:{index}:Address", node.Address.ToString(), $"--Nodes:{index}:Secret", node.Secret, $"--Nodes:{index}:Region", $"{index}" }),
            .. edgesPerNode is { } most ? ["--Placement:EdgesPerNode", $"{most}"] : Array.Empty<string>(),
            .. records ? ["--Storage:Directory", Path.Combine(shared!, "objects")] : Array.Empty<string>(),
            .. hasSpare ? ["--Journal:ThroughStore", "true", "--Journal:LookInterval", "00:00:00.500"] : Array.Empty<string>(),
        ];
        // As a job worker beside the node has them.
        string[] RecordsOf(int node) => (records, hasSpare) switch
        {
            (true, true) => ["--Recorder:Directory", JournalsOf(node)!, "--Recorder:QueueDirectory", JournalsOf(node)!, "--Recorder:Node", nodes[node].Name],
            (true, false) => ["--Recorder:Directory", JournalsOf(0)!],
            _ => [],
        };
        var (one, organizerLink) = await TestHost.BroadcastHost.StartAsync([.. settings, .. RecordsOf(0), "--Placement:Region", "1"]);
        var (other, _) = await TestHost.BroadcastHost.StartAsync([.. settings, .. RecordsOf(1), "--Placement:Region", "2"]);
        var servers = new TwoServers(nodes, redis, one, other) { shared = shared };
        using (var organizer = servers.At(one))
            await OrganizerBrowser.SetUpAsync(organizer, organizerLink);
        await Task.WhenAll(servers.UntilHealthyAsync(one), servers.UntilHealthyAsync(other));
        return servers;
    }

    /// <summary>The organizer's browser.</summary>
    public HttpClient At(TestHost.BroadcastHost host) => OrganizerBrowser.At(host, cookies);

    public async Task<string> CreateWebinarAsync(bool record = false)
    {
        using var organizer = At(One);
        var created = await organizer.PostAsJsonAsync("/api/webinars", new { title = "On two", record });
        return (await created.ReadAsync()).GetProperty("id").GetString()!;
    }

    /// <returns>The token in a link to the webinar.</returns>
    public async Task<string> LinkAsync(string webinarId, string role)
    {
        using var organizer = At(Other);
        var created = await organizer.PostAsJsonAsync($"/api/webinars/{webinarId}/links", new { role, expiresInMinutes = 60 });
        return (await created.ReadAsync()).GetProperty("url").GetString()!.Split('/')[^1];
    }

    /// <returns>What is sent in the webinar that a link leads to.</returns>
    public async Task<JsonElement> CapabilitiesAsync(string link)
    {
        using var browser = At(Other);
        return (await browser.GetFromJsonAsync<JsonElement>($"/api/join/{link}")).GetProperty("routerRtpCapabilities");
    }

    /// <returns>The media node that makes the one recording.</returns>
    public async Task<NodeHost> RecorderAsync()
    {
        // The file is locked, and .NET opens none that is.
        var owner = Directory.GetFiles(shared!, "owner", SearchOption.AllDirectories).Single();
        using var reading = Process.Start(new ProcessStartInfo("cat", [owner]) { RedirectStandardOutput = true })!;
        var name = await reading.StandardOutput.ReadLineAsync();
        return Nodes.Single(node => node.Name == name);
    }

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        await Redis.DisposeAsync();
        foreach (var node in Nodes)
            await node.DisposeAsync();
        if (shared is not null)
            Directory.Delete(shared, recursive: true);
    }

    /// <summary>Until it has reached the media node.</summary>
    private async Task UntilHealthyAsync(TestHost.BroadcastHost host)
    {
        using var browser = At(host);
        while (!(await browser.GetAsync(new Uri("/healthz", UriKind.Relative))).IsSuccessStatusCode)
            await Task.Delay(100);
    }
}
