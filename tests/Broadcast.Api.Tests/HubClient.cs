using System.Net.WebSockets;
using System.Text.Json;
using Broadcast.Api.Signaling;
using Broadcast.Api.Signaling.Messages;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Api.Tests;

/// <summary>A page at the stage hub: SignalR's own client, with what the hub has called on it in a list to wait on.</summary>
public sealed class HubClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HubConnection hub;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<(string Target, JsonElement Argument)> events = [];
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientWebSocket? socket;

    private HubClient(Uri host, string token, HttpMessageInvoker? through, string? cookie)
    {
        hub = new HubConnectionBuilder()
            .WithUrl(new Uri(host, $"{StageHub.Path}?access_token={token}"), connection =>
            {
                connection.Transports = HttpTransportType.WebSockets;
                connection.SkipNegotiation = true;
                connection.WebSocketFactory = (context, cancellationToken) => OpenAsync(context.Uri, through, cookie, cancellationToken);
            })
            // The server's clock is moved by tests: neither side is to miss the pings of the other.
            .WithServerTimeout(TimeSpan.FromHours(1))
            .WithKeepAliveInterval(TimeSpan.FromHours(1))
            .Build();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        foreach (var call in typeof(IStageClient).GetMethods())
            hub.On<JsonElement>(call.Name, argument => Take(call.Name, argument));
    }

    /// <param name="through">How to get there; null for a plain connection.</param>
    /// <param name="cookie">As a browser sends it; null for none.</param>
    public static async Task<HubClient> ConnectAsync(Uri host, string token, HttpMessageInvoker? through = null, string? cookie = null)
    {
        var client = new HubClient(host, token, through, cookie);
        await client.hub.StartAsync();
        return client;
    }

    /// <summary>Completes when the connection is gone.</summary>
    public Task Closed => closed.Task;

    /// <exception cref="HubException">The call was refused.</exception>
    public Task<JsonElement> InvokeAsync(string target, object? argument) => InvokeWithAsync(target, argument);

    /// <exception cref="HubException">The call was refused.</exception>
    public async Task<JsonElement> InvokeWithAsync(string target, params object?[] arguments) =>
        await hub.InvokeCoreAsync<JsonElement?>(target, arguments).WaitAsync(Patience) ?? default;

    /// <summary>Asserts that the call is refused with this code.</summary>
    /// <param name="field">And for this field; null where none is named, empty for the whole argument.</param>
    public async Task AssertRefusedAsync(string code, string target, object? argument, string? field = null)
    {
        var refusal = await Assert.ThrowsAsync<HubException>(() => InvokeAsync(target, argument));
        Assert.Contains($"HubException: {code}: {(string.IsNullOrEmpty(field) ? "" : $"{field}: ")}", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Waits for the next event of a kind, skipping others.</summary>
    public async Task<JsonElement> EventAsync(string target, Func<JsonElement, bool>? where = null)
    {
        while (true)
        {
            Task more;
            lock (gate)
            {
                var found = events.FindIndex(e => e.Target == target && (where is null || where(e.Argument)));
                if (found >= 0)
                {
                    var argument = events[found].Argument;
                    events.RemoveAt(found);
                    return argument;
                }
                more = arrival.Task;
            }
            await more.WaitAsync(Patience);
        }
    }

    public int Count(string target)
    {
        lock (gate)
            return events.Count(e => e.Target == target);
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public Task ClosedAsync() => Closed.WaitAsync(Patience);

    /// <summary>Drops the connection as a network would: without a goodbye.</summary>
    public async Task AbortAsync()
    {
        socket!.Abort();
        await ClosedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        socket?.Abort();
        await hub.DisposeAsync();
    }

    private async ValueTask<WebSocket> OpenAsync(Uri address, HttpMessageInvoker? through, string? cookie, CancellationToken cancellationToken)
    {
        socket = new ClientWebSocket();
        if (cookie is not null)
            socket.Options.SetRequestHeader("Cookie", cookie);
        await socket.ConnectAsync(address, through, cancellationToken);
        return socket;
    }

    private void Take(string target, JsonElement argument)
    {
        lock (gate)
        {
            events.Add((target, argument));
            arrival.TrySetResult();
            arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
