using System.Text.Json;

namespace Broadcast.Api.Tests.Stage.Parts;

/// <summary>A webinar whose presenter sends H.264 and offers a stand-in, with viewers who take what they say.</summary>
internal sealed class StandInScene : IAsyncDisposable
{
    public const string Seat = "the-secret-seat-of-a-presenter";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly ApiHost host;

    private StandInScene(ApiHost host, string webinar, string link, HubClient presenter, string transport, string original)
    {
        this.host = host;
        (Webinar, Link, Presenter, Transport, Original) = (webinar, link, presenter, transport, original);
    }

    public string Webinar { get; }
    public string Link { get; }
    public HubClient Presenter { get; }

    /// <summary>That the presenter sends on.</summary>
    public string Transport { get; }

    /// <summary>The producer that is stood in for.</summary>
    public string Original { get; }

    public static async Task<StandInScene> OpenAsync(ApiHost host, bool record)
    {
        var webinar = await host.CreateWebinarAsync(record: record);
        var link = await host.LinkAsync(webinar, "presenter");
        var presenter = await HubClient.ConnectAsync(host.Address, link);
        await presenter.InvokeAsync("Join", new { displayName = "Ann", seat = Seat });
        var transport = await presenter.CreateTransportAsync("send");
        var camera = new { transportId = transport, kind = "video", source = "camera", rtpParameters = Codecs("video/H264"), offersStandIn = true };
        var produced = await presenter.InvokeAsync("Produce", camera);
        return new StandInScene(host, webinar, link, presenter, transport, produced.GetProperty("producerId").GetString()!);
    }

    public static object Codecs(params string[] mimeTypes) => new
    {
        codecs = mimeTypes.Select(mimeType => new { kind = mimeType.Split('/')[0], mimeType, clockRate = 90_000, payloadType = 96, preferredPayloadType = 96 }),
    };

    /// <param name="codecs">That their browser decodes; VP8 alone unless said.</param>
    public async Task<Viewer> ViewerAsync(params string[] codecs)
    {
        var hub = await host.JoinAsync(Webinar, "viewer");
        return new Viewer(hub, Original, await hub.CreateTransportAsync("recv"), Codecs(codecs is [] ? ["video/VP8"] : codecs));
    }

    /// <summary>What a presenter's page asks for when a stand-in is wanted, or what a hostile one does.</summary>
    public object StandIn(string? of = null, string? transport = null, string kind = "video", string source = "camera", string codec = "video/VP8") =>
        new { transportId = transport ?? Transport, kind, source, rtpParameters = Codecs(codec), standInFor = of ?? Original };

    public async Task<string> StandInAsync() =>
        (await Presenter.InvokeAsync("Produce", StandIn())).GetProperty("producerId").GetString()!;

    /// <summary>Waits until it is asked for.</summary>
    public async Task<string> AskedStandInAsync()
    {
        await Presenter.EventAsync("WantedStandInChanged", told => told.GetProperty("wanted").GetBoolean());
        return await StandInAsync();
    }

    public Task RefusedAsync(string code, object production, string? field = null) => Presenter.AssertRefusedAsync(code, "Produce", production, field);

    /// <summary>All that the stage was told before has been done.</summary>
    public async Task ChatAsync()
    {
        await Presenter.InvokeAsync("SendChat", new { text = "Hello" });
        await Presenter.EventAsync("ChatReceived");
    }

    /// <summary>Moves on by seconds until the presenter hears that.</summary>
    public async Task<JsonElement> UntilAsync(string told)
    {
        await UntilAsync(() => Presenter.Count(told) > 0);
        return await Presenter.EventAsync(told);
    }

    public async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            host.Time.Advance(Step);
            await host.WebinarAsync(Webinar);
        }
    }

    public ValueTask DisposeAsync() => Presenter.DisposeAsync();

    internal sealed record Viewer(HubClient Hub, string Original, string Transport, object Codecs) : IAsyncDisposable
    {
        public object Consumption => new { transportId = Transport, producerId = Original, rtpCapabilities = Codecs };

        public Task<JsonElement> ConsumeAsync() => Hub.InvokeAsync("Consume", Consumption);

        public Task RefusedAsync() => Hub.AssertRefusedAsync("unsupported", "Consume", Consumption);

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
