using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>Hub connections that answer pings and never join. Measured: how many are held after seventy seconds.</summary>
internal sealed class NeverJoins : IAttack
{
    private const int Connections = 50;
    private const string Ping = """{"type":6}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public string Name => "connected, never joined";
    public string Before => "held for ever";
    public string Limit => "cut after 60 s";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var hubs = await Every.MakeAsync(Connections, async _ =>
        {
            var hub = await RawHub.ConnectAsync(field.Host, field.Stage.AudienceToken, SourceAddress.Hostile);
            await hub.ShakeHandsAsync();
            return hub;
        });
        await Every.DoAsync(Interval, Patience, () => hubs.ForEach(hub => _ = hub.SendAsync(Ping)));
        var held = (await Task.WhenAll(hubs.Select(hub => hub.IsEndedAsync(Interval)))).Count(isEnded => !isEnded);
        hubs.ForEach(hub => hub.Dispose());
        return new AttackOutcome(held, $"{held} of {Connections} held", held == 0);
    }
}
