using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Broadcast.Api.Tests;

/// <summary>A guest who joins, sends what a test wants, and takes nothing from the connection; this end keeps only a few kilobytes for it.</summary>
public sealed class RawGuest : IDisposable
{
    private const char RecordSeparator = '\u001e';

    private readonly ClientWebSocket socket = new();
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync });

    /// <summary>Sends the join without waiting for the answer, which is never read.</summary>
    public static async Task<RawGuest> JoinAsync(Uri host, string token)
    {
        var guest = new RawGuest();
        var address = new UriBuilder(host) { Scheme = "ws", Path = "/hub/stage", Query = $"access_token={token}" };
        await guest.socket.ConnectAsync(address.Uri, guest.http, CancellationToken.None);
        await guest.SendAsync("""{"protocol":"json","version":1}""" + RecordSeparator);
        await guest.SendAsync("""{"type":1,"invocationId":"1","target":"Join","arguments":[{"displayName":"Slow"}]}""" + RecordSeparator);
        return guest;
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

    public Task SendAsync(string text) => socket.SendAsync(
        Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
