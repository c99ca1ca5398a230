using System.Net;
using System.Text.Json;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.People;

/// <summary>Who watches: hub and media, on whichever media node they are placed.</summary>
/// <param name="swarm">Where their media is received.</param>
internal sealed class ClusterViewer(ClusterStage stage, string token, int home, ViewerSwarm swarm) : ClusterPage(stage, token, home)
{
    /// <summary>What was sent before has come by then.</summary>
    private static readonly TimeSpan Underway = TimeSpan.FromSeconds(0.3);

    private readonly HashSet<string> producers = [];
    private string transport = "";

    /// <summary>Null while there is none.</summary>
    public SwarmViewer? Media { get; private set; }

    /// <summary>The media node that they watch on.</summary>
    public IPAddress? Node { get; private set; }

    public ViewerSwarm Swarm => swarm;

    /// <summary>When its media was first gone; never since <see cref="ForgetEvents"/>.</summary>
    public Instant LostAt { get; private set; } = Instant.Never;

    /// <summary>When it last asked for a transport.</summary>
    public Instant AskedAt { get; private set; } = Instant.Never;

    /// <summary>When it was last given one.</summary>
    public Instant OfferedAt { get; private set; } = Instant.Never;

    /// <summary>Leaves its transport open when it builds another one, which no page does: <see cref="Left"/>.</summary>
    public bool Lingers { get; set; }

    /// <summary>The transport that was left open.</summary>
    public SwarmViewer? Left { get; private set; }

    /// <summary>When it had moved away from a node that is taken out of service; never since <see cref="ForgetEvents"/>.</summary>
    public Instant MovedAt { get; private set; } = Instant.Never;

    /// <summary>Packets that came by neither transport while it moved.</summary>
    public long LostMoving { get; private set; }

    /// <summary>Packets that still came by the old transport after it was closed.</summary>
    public long CameTwice { get; private set; }

    /// <summary>From the last packet by the old transport to the first picture by the new one, if that came later, milliseconds.</summary>
    public double FrozenMs { get; private set; }

    public override void ForgetEvents()
    {
        base.ForgetEvents();
        (LostAt, MovedAt, FrozenMs, LostMoving, CameTwice) = (Instant.Never, Instant.Never, 0, 0, 0);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await DropAsync();
    }

    protected override async Task JoinAsync()
    {
        await DropAsync();
        await BuildAsync(async identity =>
        {
            var watching = await WatchAsync(resume: null);
            Note(watching.GetProperty("joined"));
            return await SecureAsync(watching.GetProperty("transport"), identity);
        });
    }

    protected override async Task ResumeAsync()
    {
        if (Media is null)
        {
            await JoinAsync();
            return;
        }
        var watching = await WatchAsync(resume: [transport]);
        if (watching.GetProperty("joined").GetProperty("resumed").GetBoolean())
        {
            var before = producers.ToHashSet();
            Note(watching.GetProperty("joined"));
            foreach (var missed in producers.Except(before).ToList())
                await ConsumeAsync(missed);
            return;
        }
        await DropAsync();
        Note(watching.GetProperty("joined"));
        await BuildAsync(identity => SecureAsync(watching.GetProperty("transport"), identity));
    }

    protected override Task OnEventAsync(string target, JsonElement body)
    {
        switch (target)
        {
            case "TransportClosed" when body.GetProperty("transportId").GetString() == transport:
                return body.TryGetProperty("goesOnForMs", out var left) && left.ValueKind == JsonValueKind.Number ? MoveAsync(left.GetInt64()) : ComeElsewhereAsync();
            case "ProducerRemoved":
                producers.Remove(body.GetProperty("producerId").GetString()!);
                return Task.CompletedTask;
            case "ProducerAdded" when producers.Add(body.GetProperty("producerId").GetString()!):
                return ConsumeAsync(body.GetProperty("producerId").GetString()!);
            default:
                return Task.CompletedTask;
        }
    }

    /// <summary>From a node that is taken out of service: the new picture is there before the old one goes.</summary>
    private async Task MoveAsync(long leftMs)
    {
        var (old, oldTransport) = (Media!, transport);
        await ReceiveElsewhereAsync();
        var seen = (await ClusterStage.UntilSeenAsync([this], TimeSpan.FromMilliseconds(leftMs)))[0];
        var last = await swarm.OnThreadAsync(_ => old.LastPacketAt);
        FrozenMs = seen == Instant.Never ? leftMs : Math.Max(0, seen.Since(last) / 1e3);
        MovedAt = MonotonicClock.Now;
        await Hub.CallAsync("CloseTransport", new { transportId = oldTransport });
        await Task.Delay(Underway);
        var atClose = await swarm.OnThreadAsync(_ => (old.PacketsReceived, old.PacketsMissing));
        await Task.Delay(Underway);
        CameTwice = await swarm.OnThreadAsync(_ => old.PacketsReceived) - atClose.PacketsReceived;
        LostMoving = atClose.PacketsMissing + await swarm.OnThreadAsync(_ => Media?.PacketsMissing ?? 0);
        await swarm.RemoveAsync(old);
    }

    private async Task ComeElsewhereAsync()
    {
        await DropAsync();
        await ReceiveElsewhereAsync();
    }

    private async Task ReceiveElsewhereAsync()
    {
        await BuildAsync(async identity => await SecureAsync(await Hub.CallAsync("CreateTransport", new { direction = "recv" }), identity));
        foreach (var producer in producers.ToList())
            await ConsumeAsync(producer);
    }

    private async Task BuildAsync(Func<ViewerIdentity, Task<ViewerOffer>> offer)
    {
        Rebuilt++;
        AskedAt = MonotonicClock.Now;
        Media = await swarm.AddAsync(offer);
    }

    private async Task DropAsync()
    {
        if (Media is not { } dropped)
            return;
        LostAt = Instant.Min(LostAt, MonotonicClock.Now);
        (Media, Node) = (null, null);
        if (Lingers)
            Left = dropped;
        else
            await swarm.RemoveAsync(dropped);
    }

    /// <summary>Closes what was left open.</summary>
    public async Task StopLingeringAsync()
    {
        Lingers = false;
        if (Left is { } left)
            await swarm.RemoveAsync(left);
        Left = null;
    }

    private Task<JsonElement> WatchAsync(string[]? resume) =>
        Hub.CallAsync("Watch", new { displayName = "Vera", seat = Seat, rtpCapabilities = Stage.Capabilities, resume });

    private async Task<ViewerOffer> SecureAsync(JsonElement created, ViewerIdentity identity)
    {
        transport = created.GetProperty("id").GetString()!;
        await Hub.ConnectTransportAsync(transport, identity.Fingerprints);
        var offer = StageClient.OfferOf(created);
        (Node, OfferedAt) = (offer.Address.ToEndPoint().Address, MonotonicClock.Now);
        return offer;
    }

    private async Task ConsumeAsync(string producerId)
    {
        var consumed = await Hub.CallAsync("Consume", new { transportId = transport, producerId, rtpCapabilities = Stage.Capabilities });
        await Hub.CallAsync("ResumeConsumer", new { consumerId = consumed.GetProperty("consumerId").GetString() });
    }

    private void Note(JsonElement joined)
    {
        producers.Clear();
        foreach (var producer in joined.GetProperty("producers").EnumerateArray())
            producers.Add(producer.GetProperty("producerId").GetString()!);
    }
}
