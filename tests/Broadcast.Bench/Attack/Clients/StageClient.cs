using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Bench.Attack.Clients;

/// <summary>Somebody at the stage hub, by the client that browsers' pages have an equal of, over a WebSocket.</summary>
internal sealed partial class StageClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HubConnection hub;

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StageClient(HubConnection hub)
    {
        this.hub = hub;
        hub.Closed += _ =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>Completes when the connection has ended, whoever ended it.</summary>
    public Task Ended => ended.Task;

    /// <summary>The answer to the last <c>Join</c>.</summary>
    public JsonElement Joined { get; private set; }

    public bool IsConnected => hub.State == HubConnectionState.Connected;

    /// <param name="host">Where the server listens.</param>
    /// <param name="token">Of a link.</param>
    /// <param name="from">Address that the connection comes from.</param>
    public static Task<StageClient> ConnectAsync(Uri host, string token, IPAddress from) =>
        ConnectAsync(new Uri(host, $"/hub/stage?access_token={token}"), from);

    /// <summary>Who tries their connection, for which no link is needed.</summary>
    public static Task<StageClient> CheckAsync(Uri host, IPAddress from) => ConnectAsync(new Uri(host, "/hub/check"), from);

    private static async Task<StageClient> ConnectAsync(Uri address, IPAddress from)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(address, options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.WebSocketFactory = async (context, cancellationToken) =>
                {
                    var socket = new ClientWebSocket();
                    await socket.ConnectAsync(context.Uri, new HttpMessageInvoker(SourceAddress.Handler(from)), cancellationToken);
                    return socket;
                };
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)
            .Build();
        using var patience = new CancellationTokenSource(Patience);
        await hub.StartAsync(patience.Token);
        return new StageClient(hub);
    }

    /// <exception cref="HubException">The call was refused; see <see cref="CodeOf"/>.</exception>
    /// <exception cref="TimeoutException">It was not answered within ten seconds.</exception>
    public async Task<JsonElement> CallAsync(string method, params object?[] arguments) =>
        await hub.InvokeCoreAsync<JsonElement?>(method, arguments).WaitAsync(Patience) ?? default;

    /// <summary>Calls, and does not mind a refusal.</summary>
    /// <returns>Null if it was carried out, else the code of the refusal; <c>closed</c> if the connection ended, <c>silent</c> without an answer.</returns>
    public async Task<string?> TryCallAsync(string method, params object?[] arguments)
    {
        try
        {
            await CallAsync(method, arguments);
            return null;
        }
        catch (HubException refusal)
        {
            return CodeOf(refusal);
        }
        catch (TimeoutException)
        {
            return "silent";
        }
        catch (Exception ended) when (ended is OperationCanceledException or InvalidOperationException or IOException or WebSocketException)
        {
            return "closed";
        }
    }

    public IDisposable On(string target, Action<JsonElement> happened) => hub.On(target, happened);

    public async Task JoinAsync(string displayName) => Joined = await CallAsync("Join", new { displayName });

    /// <returns>The transport's id, and what to connect to.</returns>
    public async Task<(string Id, ViewerOffer Offer)> CreateTransportAsync(string direction)
    {
        var created = await CallAsync("CreateTransport", new { direction });
        return (created.GetProperty("id").GetString()!, OfferOf(created));
    }

    /// <param name="transport">As the server answers one.</param>
    public static ViewerOffer OfferOf(JsonElement transport)
    {
        var udp = transport.GetProperty("iceCandidates").EnumerateArray().First(candidate => candidate.GetProperty("protocol").GetString() == "udp");
        var ice = transport.GetProperty("iceParameters");
        var fingerprints = transport.GetProperty("dtlsParameters").GetProperty("fingerprints").EnumerateArray()
            .Select(print => new DtlsFingerprint(print.GetProperty("algorithm").GetString()!, print.GetProperty("value").GetString()!));
        return new ViewerOffer(
            TransportTuple.From(new IPEndPoint(IPAddress.Parse(udp.GetProperty("address").GetString()!), udp.GetProperty("port").GetInt32())),
            ice.GetProperty("usernameFragment").GetString()!, ice.GetProperty("password").GetString()!, [.. fingerprints]);
    }

    public Task ConnectTransportAsync(string transportId, IReadOnlyList<DtlsFingerprint> fingerprints) =>
        CallAsync("ConnectTransport", new { transportId, dtlsParameters = new { role = "client", fingerprints } });

    /// <returns>The producer's id.</returns>
    public async Task<string> ProduceAsync(string transportId, string source, RtpParameters rtpParameters)
    {
        var kind = source == "microphone" ? "audio" : "video";
        return (await CallAsync("Produce", new { transportId, kind, source, rtpParameters, paused = false })).GetProperty("producerId").GetString()!;
    }

    public object Consumption(string transportId, string producerId) =>
        new { transportId, producerId, rtpCapabilities = Joined.GetProperty("routerRtpCapabilities") };

    /// <summary>Opens a transport that sends.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> OpenAsync(MediaPeer media)
    {
        var transportId = "";
        await media.OpenAsync(async identity =>
        {
            (transportId, var offer) = await CreateTransportAsync("send");
            await ConnectTransportAsync(transportId, identity.Fingerprints);
            return offer;
        });
        await media.Connected;
        return transportId;
    }

    /// <summary>Opens a transport that receives everything that is produced.</summary>
    public async Task<ViewerOffer> WatchAsync(ViewerIdentity identity)
    {
        var (transport, offer) = await CreateTransportAsync("recv");
        await ConnectTransportAsync(transport, identity.Fingerprints);
        foreach (var producer in Joined.GetProperty("producers").EnumerateArray())
        {
            var consumed = await CallAsync("Consume", Consumption(transport, producer.GetProperty("producerId").GetString()!));
            await CallAsync("ResumeConsumer", new { consumerId = consumed.GetProperty("consumerId").GetString() });
        }
        return offer;
    }

    /// <returns>The code of docs/protocol.md; <c>unknown</c> for an error that has none.</returns>
    public static string CodeOf(HubException refusal) => Code().Match(refusal.Message) is { Success: true } match ? match.Groups[1].Value : "unknown";

    /// <summary>Whether it is refused, away or in the middle of a change: what a page tries again after.</summary>
    public static bool IsPassing(Exception failure) =>
        failure is HubException or TimeoutException or OperationCanceledException or InvalidOperationException or IOException or HttpRequestException
            or System.Net.Sockets.SocketException or WebSocketException;

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [GeneratedRegex("HubException: ([a-z_]+): ")]
    private static partial Regex Code();
}
