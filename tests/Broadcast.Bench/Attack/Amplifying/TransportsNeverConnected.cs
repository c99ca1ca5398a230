using System.Collections.Concurrent;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>Transports that are asked for and never connected. Measured: how many are still held after seventy seconds.</summary>
internal sealed class TransportsNeverConnected : IAttack
{
    private const int Viewers = 10;
    private const int PerViewer = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(70);

    public string Name => "transports never connected";
    public string Before => "held for ever";
    public string Limit => "closed after 60 s";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var closed = new ConcurrentDictionary<string, bool>();
        var clients = await Every.MakeAsync(Viewers, async _ => await field.JoinAsync());
        var made = 0;
        foreach (var client in clients)
        {
            client.On("TransportClosed", loss => closed.TryAdd(loss.GetProperty("transportId").GetString()!, true));
            for (var i = 0; i < PerViewer; i++)
                made += await client.TryCallAsync("CreateTransport", new { direction = "recv" }) is null ? 1 : 0;
        }
        await Task.Delay(Patience);
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        var held = made - closed.Count;
        return new AttackOutcome(held, $"{held} of {made} held", made > 0 && held == 0);
    }
}
