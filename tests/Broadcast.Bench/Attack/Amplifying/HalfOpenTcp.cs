using System.Net.Sockets;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>TCP connections to the media port: some say nothing, some send what are no frames. Measured: how many are open after eight seconds.</summary>
internal sealed class HalfOpenTcp : IAttack
{
    private const int Connections = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private static readonly byte[][] FirstWords = [[], [0], [0xFF, 0xFF], [0, 0], [0, 1, 0], [.. "GET / HTTP/1.1\r\n\r\n"u8], [0, 20, 0, 1, 0, 0, .. new byte[16]]];

    public string Name => "half-open ICE-TCP";
    public string Before => "-";
    public string Limit => "all closed in 8 s";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        await using var viewer = await field.WatchAsync();
        var sockets = await Every.MakeAsync(Connections, async number =>
        {
            var socket = await SourceAddress.ConnectAsync(SourceAddress.Other(10 + number % 4), viewer.Media.Server.Port, CancellationToken.None);
            await socket.SendAsync(FirstWords[number % FirstWords.Length]);
            return socket;
        });
        await Task.Delay(Patience);
        var open = sockets.Count(IsOpen);
        sockets.ForEach(socket => socket.Dispose());
        return new AttackOutcome(open, $"{open} of {Connections} open", open == 0);
    }

    private static bool IsOpen(Socket socket)
    {
        try
        {
            return !socket.Poll(0, SelectMode.SelectRead) || socket.Receive(new byte[1]) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
