using System.Text.Json;
using Broadcast.Bench.Servers;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Broadcast.Bench.Latency;

/// <summary>People in the chat of an all-in-one process, who only read.</summary>
internal sealed class ChatCrowd : IAsyncDisposable
{
    private readonly List<HubConnection> connections = [];
    private long heard;

    /// <summary>Messages that arrived at all of them together.</summary>
    public long Heard => Volatile.Read(ref heard);

    public async Task JoinAsync(int port, int people)
    {
        for (var i = 0; i < people; i++)
        {
            var connection = new HubConnectionBuilder()
                .WithUrl(new Uri($"http://{BenchNetwork.Address}:{port}{ChatLoad.Path}"), HttpTransportType.WebSockets, options => options.SkipNegotiation = true)
                .Build();
            connection.On<JsonElement>("ChatReceived", _ => Interlocked.Increment(ref heard));
            await connection.StartAsync();
            connections.Add(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }
}
