using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Broadcast.TestNetwork.Relays;

/// <summary>Passes datagrams on to a server that is further away than it is, and its answers back; notes when each client's media began.</summary>
internal sealed class UdpRelay : IAsyncDisposable
{
    private const int LargestDatagram = 65_535;

    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentBag<Task> running = [];
    private readonly Dictionary<SocketAddress, Socket> clients = [];
    private readonly HashSet<SocketAddress> seen = [];
    private readonly HashSet<SocketAddress> gone = [];
    private readonly Socket front = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly IPEndPoint server;
    private readonly NetworkPath path;
    private IPAddress back = IPAddress.Any;
    private readonly ConcurrentQueue<DateTimeOffset> arrived = new();
    private readonly ConcurrentQueue<DateTimeOffset> begun = new();

    /// <param name="front">Where clients send to.</param>
    public UdpRelay(IPEndPoint front, IPEndPoint server, NetworkPath path)
    {
        (this.server, this.path) = (server, path);
        this.front.Bind(front);
        running.Add(ServeAsync());
    }

    /// <summary>Flights of DTLS.</summary>
    public Exchanges Handshakes { get; } = new();

    /// <returns>When a client first sent something that had not before that moment; null if none did.</returns>
    public DateTimeOffset? FirstCheckAfter(DateTimeOffset moment) =>
        arrived.Where(came => came > moment).Select(came => (DateTimeOffset?)came).Min();

    /// <returns>When media first reached a client that had none before that moment; null if there is none.</returns>
    public DateTimeOffset? FirstMediaAfter(DateTimeOffset moment) =>
        begun.Where(arrived => arrived > moment).Select(arrived => (DateTimeOffset?)arrived).Min();

    /// <summary>From now on the server sees all clients at this address and new ports, as when an address translator has begun anew.</summary>
    public void MoveTo(IPAddress address)
    {
        lock (clients)
        {
            back = address;
            Disconnect();
        }
    }

    /// <summary>Nothing comes through any more to and from any address that a client has had: they need new ones.</summary>
    public void CutOff()
    {
        lock (clients)
        {
            gone.UnionWith(seen);
            Disconnect();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(running);
        front.Dispose();
        Disconnect();
        ending.Dispose();
    }

    private Task ServeAsync() => UntilEndAsync(async () =>
    {
        var line = new DelayLine<(Socket To, byte[] Datagram)>(path, async each => await SendAsync(each.To, each.Datagram));
        running.Add(UntilEndAsync(() => line.RunAsync(ending.Token)));
        var buffer = GC.AllocateUninitializedArray<byte>(LargestDatagram);
        var from = new SocketAddress(AddressFamily.InterNetwork);
        while (true)
        {
            var length = await front.ReceiveFromAsync(buffer, SocketFlags.None, from, ending.Token);
            ExchangesOf(buffer)?.Sent();
            if (BackOf(from) is { } to)
                line.Put((to, buffer[..length]));
        }
    });

    private async ValueTask SendAsync(Socket to, byte[] datagram)
    {
        try
        {
            await to.SendAsync(datagram, ending.Token);
        }
        catch (ObjectDisposedException)
        {
            // Its client has moved meanwhile.
        }
    }

    /// <summary>The socket by which the server sees this client; null for one that is cut off.</summary>
    private Socket? BackOf(SocketAddress client)
    {
        lock (clients)
        {
            if (gone.Contains(client))
                return null;
            if (clients.TryGetValue(client, out var known))
                return known;
            arrived.Enqueue(TimeProvider.System.GetUtcNow());
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(back, 0));
            socket.Connect(server);
            var copy = new SocketAddress(client.Family, client.Size);
            client.Buffer.CopyTo(copy.Buffer);
            seen.Add(copy);
            clients[copy] = socket;
            running.Add(AnswerAsync(socket, copy));
            return socket;
        }
    }

    private void Disconnect()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        clients.Clear();
    }

    private Task AnswerAsync(Socket socket, SocketAddress client) => UntilEndAsync(async () =>
    {
        var line = new DelayLine<byte[]>(path, async datagram =>
        {
            ExchangesOf(datagram)?.Came();
            await front.SendToAsync(datagram, SocketFlags.None, client, ending.Token);
        });
        running.Add(UntilEndAsync(() => line.RunAsync(ending.Token)));
        var buffer = GC.AllocateUninitializedArray<byte>(LargestDatagram);
        var hasBegun = false;
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, ending.Token);
            if (!hasBegun && IsMedia(buffer.AsSpan(0, length)))
            {
                hasBegun = true;
                begun.Enqueue(TimeProvider.System.GetUtcNow() + path.OneWay);
            }
            line.Put(buffer[..length]);
        }
    });

    /// <summary>Null for what is not DTLS (RFC 7983).</summary>
    private Exchanges? ExchangesOf(ReadOnlySpan<byte> datagram) => datagram[0] is >= 20 and < 64 ? Handshakes : null;

    /// <summary>RTP and not RTCP (RFC 5761 §4, RFC 7983).</summary>
    private static bool IsMedia(ReadOnlySpan<byte> datagram) =>
        datagram.Length > 12 && datagram[0] is >= 128 and < 192 && datagram[1] is not (>= 192 and < 224);

    private async Task UntilEndAsync(Func<Task> work)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // Whoever it was for has gone (ICMP); the others go on.
            }
        }
    }
}
