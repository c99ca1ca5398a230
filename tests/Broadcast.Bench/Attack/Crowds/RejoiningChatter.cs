using System.Diagnostics;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>Somebody who joins again after every few messages, on the same connection and on new ones. Measured: messages that were accepted.</summary>
internal sealed class RejoiningChatter : IAttack
{
    /// <summary>One person's allowance: so many at once, and then one in so many seconds.</summary>
    private const int AtOnce = 5;
    private const double SecondsPerMessage = 2;

    /// <summary>Who is there again before the end of the last connection was noticed is another person for a moment.</summary>
    private const int People = 3;

    private const int Burst = 6;

    public string Name => "chat by joining again";
    public string Before => "5 more for each join";
    public string Limit => "as three people";

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
        var limit = People * (AtOnce + lasting.TotalSeconds / SecondsPerMessage);
        return new AttackOutcome(accepted, $"{accepted} accepted in {lasting.TotalSeconds:0.0} s", accepted <= limit);
    }
}
