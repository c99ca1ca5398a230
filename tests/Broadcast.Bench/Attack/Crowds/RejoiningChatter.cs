using System.Diagnostics;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>Somebody who joins again after every few messages, on the same connection and on new ones. Measured: messages that were accepted.</summary>
internal sealed class RejoiningChatter : IAttack
{
    private const int Accepted = 5;
    private const int Window = 10;
    private const int Burst = 6;

    public string Name => "chat by joining again";
    public string Before => "5 more for each join";
    public string Limit => "5 in 10 s, and one new";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var lasting = field.Span(10);
        var accepted = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < lasting;)
        {
            await using var client = await field.JoinAsync(name: "Chatter");
            for (var join = 0; join < 3 && clock.Elapsed < lasting; join++)
            {
                for (var message = 0; message < Burst; message++)
                    accepted += await client.TryCallAsync("SendChat", new { text = $"{accepted}" }) is null ? 1 : 0;
                await client.TryCallAsync("Join", new { displayName = "Chatter" });
            }
        }
        var limit = Accepted * (1 + (int)Math.Ceiling(lasting.TotalSeconds / Window));
        return new AttackOutcome(accepted, $"{accepted} accepted in {lasting.TotalSeconds:0.0} s", accepted <= limit);
    }
}
