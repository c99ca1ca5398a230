using System.Text.Json;
using Broadcast.Api.Demo;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A page with a seat: comes back with the secret of it and the transports that it has, until it is let in.</summary>
sealed class Seated(string link, string secret) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public HubClient Hub { get; private set; } = null!;

    public string Transport { get; private set; } = "";

    public string Producer { get; private set; } = "";

    public string Consumer { get; private set; } = "";

    public async Task PresentAsync(Uri host)
    {
        Hub = await HubClient.ConnectAsync(host, link);
        await Hub.InvokeAsync("Join", new { displayName = "Ann", seat = secret });
        Transport = await Hub.CreateTransportAsync("send");
        var produced = await Hub.InvokeAsync(
            "Produce", new { transportId = Transport, kind = "video", source = "camera", rtpParameters = TestPicture.Video, paused = false });
        Producer = produced.GetProperty("producerId").GetString()!;
    }

    public async Task WatchAsync(Uri host, JsonElement rtpCapabilities)
    {
        Hub = await HubClient.ConnectAsync(host, link);
        var watching = await Hub.InvokeAsync("Watch", new { displayName = "Bob", seat = secret, rtpCapabilities });
        Transport = watching.GetProperty("transport").GetProperty("id").GetString()!;
        Consumer = Assert.Single(watching.GetProperty("consumers").EnumerateArray()).GetProperty("consumerId").GetString()!;
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

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
