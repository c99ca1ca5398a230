using System.Net.Sockets;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>New checks with USE-CANDIDATE five times a second, for as long as one likes.</summary>
internal sealed class RedirectAlways : Redirection
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public override string Name => "redirect, new checks";
    public override string Before => "the stream for 60 s";

    protected override Task RedirectAsync(MediaPeer viewer, Socket silent, TimeSpan lasting) =>
        Every.DoAsync(Interval, lasting, () => silent.SendTo(viewer.MakeCheck(), viewer.Server));
}
