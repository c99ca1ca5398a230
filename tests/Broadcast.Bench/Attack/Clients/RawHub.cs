using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Broadcast.Bench.Attack.Clients;

/// <summary>A connection to the stage hub by hand: it need not read, and may send what no client would.</summary>
internal sealed class RawHub : IDisposable
{
    private const byte RecordSeparator = 0x1E;

    private readonly ClientWebSocket socket = new();

    /// <param name="receiveBufferBytes">Of the kernel, for who does not read.</param>
    public static async Task<RawHub> ConnectAsync(Uri host, string token, IPAddress from, int? receiveBufferBytes = null)
    {
        var hub = new RawHub();
        var address = new UriBuilder(host) { Scheme = "ws", Path = "/hub/stage", Query = $"access_token={token}" };
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) => new System.Net.Sockets.NetworkStream(
                await SourceAddress.ConnectAsync(from, context.DnsEndPoint.Port, cancellationToken, receiveBufferBytes), ownsSocket: true),
        };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await hub.socket.ConnectAsync(address.Uri, new HttpMessageInvoker(handler), patience.Token);
        return hub;
    }

    public Task ShakeHandsAsync() => SendAsync("""{"protocol":"json","version":1}""");

    /// <summary>Calls without waiting for an answer.</summary>
    public Task CallAsync(string target, object argument) =>
        SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target, arguments = new[] { argument } }));

    /// <summary>Sends one record of the JSON hub protocol.</summary>
    public Task SendAsync(string record) => SendAsync([.. Encoding.UTF8.GetBytes(record), RecordSeparator], WebSocketMessageType.Text);

    /// <returns>False if the server has closed the connection.</returns>
    public async Task<bool> SendAsync(byte[] message, WebSocketMessageType type)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await socket.SendAsync(message, type, endOfMessage: true, patience.Token);
            return true;
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>Waits until the server ends the connection.</summary>
    /// <returns>False if it does not within <paramref name="patience"/>.</returns>
    public async Task<bool> IsEndedAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        var buffer = new byte[16_384];
        try
        {
            while ((await socket.ReceiveAsync(buffer, limit.Token)).MessageType != WebSocketMessageType.Close)
            {
                // What comes is of no interest.
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception ended) when (ended is WebSocketException or IOException)
        {
            return true;
        }
    }

    public void Dispose() => socket.Dispose();
}
