using System.Diagnostics;
using System.Net.WebSockets;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>Hundreds of hub connections that never join. Judged by what others feel. Measured: seconds until a person can join beside them.</summary>
internal sealed class ConnectionsWithoutJoin : IAttack
{
    private const int Connections = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "connections without a join";
    public string Before => "-";
    public string Limit => "others join";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var idle = await Every.MakeAsync(field.Times(Connections), async _ => await TryConnectAsync(field));
        var clock = Stopwatch.StartNew();
        await using (await field.JoinAsync(SourceAddress.Innocent, "Ines"))
            clock.Stop();
        idle.ForEach(hub => hub?.Dispose());
        return new AttackOutcome(
            clock.Elapsed.TotalSeconds, $"{idle.Count(hub => hub is not null)} of {idle.Count} let in, a join in {clock.ElapsedMilliseconds} ms", clock.Elapsed < Patience);
    }

    private static async Task<RawHub?> TryConnectAsync(Battlefield field)
    {
        try
        {
            var hub = await RawHub.ConnectAsync(field.Host, field.Stage.AudienceToken, SourceAddress.Hostile);
            await hub.ShakeHandsAsync();
            return hub;
        }
        catch (Exception refused) when (refused is WebSocketException or OperationCanceledException)
        {
            return null;
        }
    }
}
