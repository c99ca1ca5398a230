using System.Net;
using System.Text.Json;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A page with a seat and media: comes back with the secret of it and the transports that it has, until it is let in.</summary>
internal sealed class Seated(string link, string secret) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public HubClient Hub { get; private set; } = null!;

    public string Transport { get; private set; } = "";

    public string Producer { get; private set; } = "";

    public string Consumer { get; private set; } = "";

    /// <summary>Of who presents.</summary>
    public PresenterPeer Camera { get; private set; } = new(IPAddress.Loopback) { IsSilent = true };

    /// <summary>Of who presents something that can be seen, instead of <see cref="Camera"/>.</summary>
    public FilmPeer? Film { get; set; }

    /// <summary>Of who watches.</summary>
    public CountingViewer Screen { get; private set; } = new();

    public async Task PresentAsync(Uri host)
    {
        Hub = await HubClient.ConnectAsync(host, link);
        await PresentAsync();
    }

    /// <summary>Joins and presents once more, as a page does whose stage was reset.</summary>
    public async Task PresentAgainAsync()
    {
        Camera.Dispose();
        Camera = new PresenterPeer(IPAddress.Loopback) { IsSilent = true };
        await PresentAsync();
    }

    private async Task PresentAsync()
    {
        await Hub.InvokeAsync("Join", new { displayName = "Ann", seat = secret });
        MediaPeer media = Film is null ? Camera : Film;
        await media.OpenAsync(async identity => await SecureAsync(await Hub.InvokeAsync("CreateTransport", new { direction = "send" }), identity));
        await media.Connected;
        var produced = await Hub.InvokeAsync(
            "Produce", new { transportId = Transport, kind = "video", source = "camera", rtpParameters = TestStreamParameters.Video, paused = false });
        Producer = produced.GetProperty("producerId").GetString()!;
    }

    public async Task WatchAsync(Uri host, JsonElement rtpCapabilities)
    {
        Hub = await HubClient.ConnectAsync(host, link);
        await Screen.OpenAsync(async identity =>
        {
            var watching = await Hub.InvokeAsync("Watch", new { displayName = "Bob", seat = secret, rtpCapabilities });
            Consumer = Assert.Single(watching.GetProperty("consumers").EnumerateArray()).GetProperty("consumerId").GetString()!;
            return await SecureAsync(watching.GetProperty("transport"), identity);
        });
        await Screen.Connected;
    }

    /// <summary>Receives by another transport what is on the stage, as a page does whose transport was closed.</summary>
    public async Task WatchAnewAsync(string producer, JsonElement rtpCapabilities)
    {
        Screen.Dispose();
        Screen = new CountingViewer();
        await Screen.OpenAsync(async identity =>
        {
            return await SecureAsync(await Hub.InvokeAsync("CreateTransport", new { direction = "recv" }), identity);
        });
        await Screen.Connected;
        await ConsumeAsync(producer, rtpCapabilities);
    }

    /// <summary>Receives on the transport that there is.</summary>
    public async Task ConsumeAsync(string producer, JsonElement rtpCapabilities)
    {
        var consumed = await Hub.InvokeAsync("Consume", new { transportId = Transport, producerId = producer, rtpCapabilities });
        Consumer = consumed.GetProperty("consumerId").GetString()!;
        await Hub.InvokeAsync("ResumeConsumer", new { consumerId = Consumer });
    }

    /// <summary>Comes again by another server, as a page does whose connection was lost.</summary>
    /// <returns>The answer to the join.</returns>
    public async Task<JsonElement> ComeAgainAsync(Uri host)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                Hub = await HubClient.ConnectAsync(host, link);
                return await Hub.InvokeAsync("Join", new { displayName = "Again", seat = secret, resume = new[] { Transport } });
            }
            catch (HubException refusal) when (refusal.Message.Contains("media_unavailable", StringComparison.Ordinal))
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Camera.Dispose();
        Film?.Dispose();
        Screen.Dispose();
        return Hub.DisposeAsync();
    }

    /// <returns>What to connect to.</returns>
    private async Task<ViewerOffer> SecureAsync(JsonElement transport, ViewerIdentity identity)
    {
        Transport = transport.GetProperty("id").GetString()!;
        await Hub.InvokeAsync("ConnectTransport", new { transportId = Transport, dtlsParameters = new { role = "client", fingerprints = identity.Fingerprints } });
        var udp = transport.GetProperty("iceCandidates").EnumerateArray().First(candidate => candidate.GetProperty("protocol").GetString() == "udp");
        var ice = transport.GetProperty("iceParameters");
        var fingerprints = transport.GetProperty("dtlsParameters").GetProperty("fingerprints").EnumerateArray()
            .Select(print => new DtlsFingerprint(print.GetProperty("algorithm").GetString()!, print.GetProperty("value").GetString()!));
        return new ViewerOffer(
            TransportTuple.From(new IPEndPoint(IPAddress.Loopback, udp.GetProperty("port").GetInt32())),
            ice.GetProperty("usernameFragment").GetString()!, ice.GetProperty("password").GetString()!, [.. fingerprints]);
    }
}
