using System.Net.Sockets;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>One check with USE-CANDIDATE, and the same again and again: its transaction id counts once.</summary>
internal sealed class RedirectOnce : Redirection
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public override string Name => "redirect, one check";
    public override string Before => "the whole stream";

    protected override Task RedirectAsync(MediaPeer viewer, Socket silent, TimeSpan lasting)
    {
        var check = viewer.MakeCheck();
        return Every.DoAsync(Interval, lasting, () => silent.SendTo(check, viewer.Server));
    }
}
