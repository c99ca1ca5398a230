using System.Net;
using System.Net.Sockets;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Requests;

/// <summary>Datagrams of any content, from a stranger and from a viewer: what looks like STUN, DTLS, RTP or nothing. Judged by what others lose. Measured: bytes that come back to the stranger.</summary>
internal sealed class GarbageDatagrams : IAttack
{
    private const int PerBurst = 10;
    private const int Longest = 1_400;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>First bytes by which datagrams are told apart (RFC 7983).</summary>
    private static readonly byte[] FirstBytes = [0, 1, 20, 22, 23, 63, 64, 127, 128, 144, 191, 255];

    public string Name => "garbage datagrams";
    public string Before => "-";
    public string Limit => "no answer";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        await using var viewer = await field.WatchAsync();
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        stranger.Bind(new IPEndPoint(SourceAddress.Other(78), 0));
        var random = new Random(3);
        var sent = 0;
        await Every.DoAsync(Interval, field.Span(8), () =>
        {
            for (var i = 0; i < PerBurst; i++, sent++)
            {
                var datagram = Garbage(random, sent, viewer.Media);
                stranger.SendTo(datagram, viewer.Media.Server);
                viewer.Media.SendRaw(datagram);
            }
        });
        var answered = stranger.Available;
        return new AttackOutcome(answered, $"{2 * sent:N0} sent, {answered} bytes back", answered == 0);
    }

    /// <summary>Random bytes, a damaged check, or RTCP and RTP that were never encrypted.</summary>
    private static byte[] Garbage(Random random, int number, MediaPeer viewer)
    {
        var datagram = number % 3 == 0 ? viewer.MakeCheck() : new byte[random.Next(1, Longest)];
        if (number % 3 != 0)
        {
            random.NextBytes(datagram);
            datagram[0] = FirstBytes[number % FirstBytes.Length];
        }
        else
        {
            datagram[random.Next(2, datagram.Length)] ^= (byte)random.Next(1, 256);
        }
        return datagram;
    }
}
