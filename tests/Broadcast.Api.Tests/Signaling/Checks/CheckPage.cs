using System.Text.Json;
using Broadcast.Sfu.Control.Requests;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Broadcast.Api.Tests.Signaling.Checks;

/// <summary>A page that tries its connection.</summary>
internal static class CheckPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<HubConnection> ConnectAsync(ApiHost host)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(host.Address, "/hub/check"), HttpTransportType.WebSockets, connection => connection.SkipNegotiation = true).Build();
        await hub.StartAsync();
        return hub;
    }

    /// <summary>Completes when the router that was opened last is closed.</summary>
    public static async Task ClosedAsync(ApiHost host)
    {
        var router = host.Node.Requests.OfType<CreateRouter>().Last().Router;
        Assert.StartsWith("check-", router.Value, StringComparison.Ordinal);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Node.Before = request =>
        {
            if (request is CloseRouter close && close.Router == router)
                closed.TrySetResult();
            return Task.CompletedTask;
        };
        await closed.Task.WaitAsync(Patience);
    }

    public static async Task AssertRefusedAsync(string code, HubConnection page, string method, params object?[] arguments)
    {
        var refusal = await Assert.ThrowsAsync<HubException>(() => page.InvokeCoreAsync<JsonElement>(method, arguments));
        Assert.Contains($"HubException: {code}: ", refusal.Message, StringComparison.Ordinal);
    }
}
