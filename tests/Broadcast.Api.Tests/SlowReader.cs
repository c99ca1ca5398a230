using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Broadcast.Api.Tests;

/// <summary>A guest who joins and then takes nothing from the connection; this end keeps only a few kilobytes for it.</summary>
public sealed class SlowReader : IDisposable
{
    readonly ClientWebSocket socket = new();
    readonly HttpMessageInvoker http = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync });

    /// <summary>Sends the join without waiting for the answer, which is never read.</summary>
    public static async Task<SlowReader> JoinAsync(Uri host, string token)
    {
        var reader = new SlowReader();
        var address = new UriBuilder(host) { Scheme = "ws", Path = "/hub/stage", Query = $"access_token={token}" };
        await reader.socket.ConnectAsync(address.Uri, reader.http, CancellationToken.None);
        await reader.SendAsync("""{"protocol":"json","version":1}""");
        await reader.SendAsync("""{"type":1,"invocationId":"1","target":"Join","arguments":[{"displayName":"Slow"}]}""");
        return reader;
    }

    /// <summary>Reads what there is until the server's end of the connection is gone.</summary>
    public async Task UntilCutAsync()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Without a goodbye, as it should be.
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        http.Dispose();
    }

    Task SendAsync(string record) => socket.SendAsync(
        Encoding.UTF8.GetBytes(record + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
