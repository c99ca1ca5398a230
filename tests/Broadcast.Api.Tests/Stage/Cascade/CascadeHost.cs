using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Tests.Stage.Cascade;

/// <summary>The app with three scripted media nodes of their own: one that records, and two that do not.</summary>
public class CascadeHost : ApiHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly List<ServedNode> nodes = [];

    public ScriptedNode Origin => nodes[0].Node;

    public IReadOnlyList<ScriptedNode> Edges => [nodes[1].Node, nodes[2].Node];

    protected override string[] Settings =>
        [.. nodes.SelectMany((node, index) => new[] { $"--Nodes:{index}:Address", node.Address.ToString(), $"--Nodes:{index}:Secret", ServedNode.Secret })];

    public Dictionary<ScriptedNode, double> Busy { get; } = [];

    /// <summary>Nodes that are to be emptied, and until when.</summary>
    public Dictionary<ScriptedNode, DateTimeOffset> Leaving { get; } = [];

    /// <summary>
    /// Ends what went on in earlier tests, whose losses would be heeded in the next one; the nodes answer as usual, and placement knows
    /// nothing bad of any.
    /// </summary>
    public async Task StartOverAsync()
    {
        Leaving.Clear();
        Busy.Clear();
        foreach (var node in nodes)
            node.Node.Script = UsualOf(node.Node);
        var webinars = await Organizer.GetFromJsonAsync<JsonElement>("/api/webinars");
        foreach (var live in webinars.EnumerateArray().Where(webinar => webinar.GetProperty("state").GetString() == "live"))
            await Organizer.PostAsync(new Uri($"/api/webinars/{live.GetProperty("id").GetString()}/end", UriKind.Relative), null);
        Time.Advance(ViewerPlacement.Quarantine);
        await PlacementKnowsAsync();
    }

    /// <summary>Placement knows how the nodes are now.</summary>
    public Task PlacementKnowsAsync() => Get<ViewerPlacement>().LookAsync();

    /// <summary>What the servers call a node.</summary>
    public string IdOf(ScriptedNode node) => Get<NodeConnector>().Nodes[nodes.FindIndex(each => each.Node == node)].Value;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    /// <summary>What a node answers to begin with.</summary>
    public Func<WorkerRequest, ControlResponse?> UsualOf(ScriptedNode node) => request => request switch
    {
        CheckNode => new NodeChecked([], Busy.GetValueOrDefault(node), Records: node == Origin, LeftOf(node)),
        LeaveNode leave => Leave(node, leave),
        CreatePipeTransport create => new PipeTransportCreated(create.Transport, AddressOf(node)),
        RenewPipeKey renew => new PipeTransportCreated(renew.Transport, RenewedOf(node)),
        _ => null,
    };

    /// <summary>Where a node's end of a pipe is said to be.</summary>
    public PipeAddress AddressOf(ScriptedNode node)
    {
        var index = nodes.FindIndex(each => each.Node == node);
        return new PipeAddress("127.0.0.1", 50_000 + index, (uint)index, "key");
    }

    /// <summary>The same under the next key.</summary>
    public PipeAddress RenewedOf(ScriptedNode node) => AddressOf(node) with { Pipe = AddressOf(node).Pipe + 10 };

    /// <summary>Moves on until that is so, by seconds unless said.</summary>
    public async Task UntilAsync(string webinar, Func<bool> condition, TimeSpan? step = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            Time.Advance(step ?? Step);
            await Organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{webinar}");
        }
    }

    /// <summary>The same without asking the webinar anything.</summary>
    public async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan? step = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (; !condition(); await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token))
            Time.Advance(step ?? Step);
    }

    /// <summary>The edge on which a viewer's transport is.</summary>
    public ScriptedNode EdgeOf(string transport) =>
        Edges.Single(node => node.Requests.OfType<CreateWebRtcTransport>().Any(each => each.Transport.Value == transport));

    private long? LeftOf(ScriptedNode node) =>
        Leaving.TryGetValue(node, out var until) ? Math.Max(0, (long)(until - Time.GetUtcNow()).TotalMilliseconds) : null;

    private Accepted Leave(ScriptedNode node, LeaveNode request)
    {
        if (request.ForMs is { } ms)
            Leaving[node] = Time.GetUtcNow() + TimeSpan.FromMilliseconds(ms);
        else
            Leaving.Remove(node);
        return Accepted.Instance;
    }

    protected override async Task PrepareAsync()
    {
        for (var i = 0; i < 3; i++)
            nodes.Add(await ServedNode.StartAsync());
        foreach (var node in nodes)
            node.Node.Script = UsualOf(node.Node);
    }
}
