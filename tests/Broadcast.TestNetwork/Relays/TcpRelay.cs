using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Broadcast.TestNetwork.Relays;

/// <summary>Passes TCP connections on to a server that is further away than it is; the opening of a connection takes its round trip, too.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly TcpListener listener;
    private readonly IPEndPoint server;
    private readonly NetworkPath path;
    private readonly Task accepting;

    /// <param name="front">The address that clients connect to; the port is chosen.</param>
    public TcpRelay(IPAddress front, IPEndPoint server, NetworkPath path)
    {
        (this.server, this.path) = (server, path);
        listener = new TcpListener(front, 0);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Of all connections.</summary>
    public Exchanges Exchanges { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://{listener.LocalEndpoint}");

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await accepting;
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(PassAsync(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var here = client;
        using var there = new TcpClient();
        try
        {
            await there.ConnectAsync(server, ending.Token);
            (here.NoDelay, there.NoDelay) = (true, true);
            var opened = Stopwatch.GetTimestamp() + (long)(2 * path.OneWay.TotalSeconds * Stopwatch.Frequency);
            await Task.WhenAll(PumpAsync(here, there, opened, Exchanges.Sent, delivered: null), PumpAsync(there, here, notBefore: 0, read: null, Exchanges.Came));
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            // One side is gone, and so is the other.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, long notBefore, Action? read, Action? delivered)
    {
        var line = new DelayLine<byte[]>(path, bytes =>
        {
            delivered?.Invoke();
            return to.GetStream().WriteAsync(bytes, ending.Token);
        });
        var delivering = line.RunAsync(ending.Token);
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer, ending.Token) is > 0 and var length)
        {
            read?.Invoke();
            line.Put(buffer[..length], notBefore);
        }
        line.Complete();
        await delivering;
        to.Client.Shutdown(SocketShutdown.Send);
    }
}
