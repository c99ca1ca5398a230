using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Attack.Webinar;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>Hundreds of requests whose headers and bodies come a byte at a time. Judged by what others feel. Measured: p99 of an innocent request, ms.</summary>
internal sealed class SlowBodies : IAttack
{
    private const int Connections = 300;
    private const double LongestMilliseconds = 5_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    public string Name => "slow HTTP bodies";
    public string Before => "-";
    public string Limit => "others are answered";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var sockets = await Every.MakeAsync(Connections, async number =>
        {
            var socket = await SourceAddress.ConnectAsync(SourceAddress.Hostile, field.Host.Port, CancellationToken.None);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                number % 2 == 0 ? "GET /api/setup HTTP/1.1\r\nHost: " : $"POST /api/session HTTP/1.1\r\nHost: {field.Host.Authority}\r\nX-Broadcast: 1\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n"));
            return socket;
        });
        var latencies = new Latencies();
        await Every.DoAsync(Interval, field.Span(10), () =>
        {
            foreach (var socket in sockets)
                Dribble(socket);
            _ = AskAsync(field, latencies);
        });
        sockets.ForEach(socket => socket.Dispose());
        var p99 = Latencies.Percentile99(latencies.Since(0));
        return new AttackOutcome(p99, $"p99 {p99:0} ms for others", p99 <= LongestMilliseconds);
    }

    private static async Task AskAsync(Battlefield field, Latencies latencies)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await field.Organizer.GetAsync($"/api/join/{field.Stage.AudienceToken}");
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException)
        {
            begun -= Stopwatch.Frequency * 10;
        }
        latencies.Add(Stopwatch.GetElapsedTime(begun));
    }

    private static void Dribble(Socket socket)
    {
        try
        {
            socket.Send("a"u8);
        }
        catch (SocketException)
        {
            // Cut, as it should be.
        }
    }
}
