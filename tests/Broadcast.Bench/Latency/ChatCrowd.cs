using System.Net.WebSockets;
using System.Text;
using Broadcast.Bench.Servers;

namespace Broadcast.Bench.Latency;

/// <summary>People in the chat of an all-in-one process, who only read.</summary>
internal sealed class ChatCrowd : IAsyncDisposable
{
    private readonly List<ClientWebSocket> sockets = [];
    private readonly CancellationTokenSource leaving = new();
    private long heard;

    /// <summary>Messages that arrived at all of them together.</summary>
    public long Heard => Volatile.Read(ref heard);

    public async Task JoinAsync(int port, int people)
    {
        for (var i = 0; i < people; i++)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://{BenchNetwork.Address}:{port}{ChatLoad.Path}"), CancellationToken.None);
            await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            sockets.Add(socket);
            _ = ListenAsync(socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        foreach (var socket in sockets)
            socket.Dispose();
        leaving.Dispose();
    }

    private async Task ListenAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4_096];
        while (!leaving.IsCancellationRequested)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), leaving.Token);
            Interlocked.Add(ref heard, buffer.AsSpan(0, part.Count).Count((byte)0x1E));
        }
    }
}
