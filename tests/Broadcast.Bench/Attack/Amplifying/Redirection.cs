using System.Net;
using System.Net.Sockets;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Sfu.Stun;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>
/// Checks that nominate an address whose owner says nothing: as a viewer could send them with a forged source. Measured: bytes that
/// come there, but for the answers to these checks, which are no longer than they.
/// </summary>
internal abstract class Redirection : IAttack
{
    private const int LargestDatagram = 2_048;

    public abstract string Name { get; }
    public abstract string Before { get; }
    public string Limit => $"{Targets.RedirectBytes:N0} bytes";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        await using var viewer = await field.WatchAsync();
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 22 };
        silent.Bind(new IPEndPoint(SourceAddress.Other(77), 0));
        await Task.Delay(field.Span(1));
        await RedirectAsync(viewer.Media, silent, field.Span(15));
        var bytes = Received(silent);
        return new AttackOutcome(bytes, $"{bytes:N0} bytes", bytes <= Targets.RedirectBytes);
    }

    protected abstract Task RedirectAsync(MediaPeer viewer, Socket silent, TimeSpan lasting);

    private static long Received(Socket silent)
    {
        var bytes = 0L;
        var buffer = new byte[LargestDatagram];
        while (silent.Available > 0)
        {
            var datagram = buffer.AsSpan(0, silent.Receive(buffer));
            if (!StunMessage.TryParse(datagram, out var message) || message.Class != StunClass.SuccessResponse)
                bytes += datagram.Length;
        }
        return bytes;
    }
}
