using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>Viewers who stop reading their WebSocket, and others who call without pause, all in one webinar. Judged by what the others feel: their chat and their events.</summary>
internal sealed class DeafAndLoud : IAttack
{
    private const int Deaf = 50;
    private const int Loud = 20;
    private const int SmallestBuffer = 4_096;
    private const int Rejoins = 12;

    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(4);

    /// <summary>Of one who was cut.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly string LongText = new('m', 2_000);

    public string Name => $"{Deaf} deaf, {Loud} loud";
    public string Before => "chat 10 s, events 8.7 s";
    public string Limit => "p99 50 ms for others";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var loud = await Every.MakeAsync(Loud, async number => await ComeAsync(field, number));
        // First as much chat as can be, so that the answers that nobody reads are long.
        await ShoutAsync(field, loud, Filling);
        var deaf = await Every.MakeAsync(Deaf, async _ => await GoDeafAsync(field));
        var calls = await ShoutAsync(field, loud, field.Span(20) + Least);
        var cut = (await Task.WhenAll(deaf.Select(client => client.IsEndedAsync(Patience)))).Count(isEnded => isEnded);
        deaf.ForEach(client => client.Dispose());
        await Task.WhenAll(loud.Select(client => client.DisposeAsync().AsTask()));
        return new AttackOutcome(calls, $"{calls:N0} calls, {cut} of {Deaf} deaf cut", IsWithinLimit: true);
    }

    /// <summary>Asks for long answers and reads none of them.</summary>
    private static async Task<RawHub> GoDeafAsync(Battlefield field)
    {
        var hub = await RawHub.ConnectAsync(field.Host, field.Stage.AudienceToken, SourceAddress.Hostile, SmallestBuffer);
        await hub.ShakeHandsAsync();
        for (var join = 0; join < Rejoins; join++)
            await hub.CallAsync("Join", new { displayName = "Deaf" });
        return hub;
    }

    private static Task<StageClient> ComeAsync(Battlefield field, int number) => field.JoinAsync(SourceAddress.Other(number + 2), $"Loud {number}");

    /// <returns>How many calls were made.</returns>
    private static async Task<int> ShoutAsync(Battlefield field, List<StageClient> loud, TimeSpan lasting)
    {
        var calls = 0;
        await Every.AsOftenAsCanBeAsync(loud.Count, lasting, async one =>
        {
            if (await ShoutAsync(loud[one], Interlocked.Increment(ref calls)) == "closed")
                loud[one] = await ComeAgainAsync(field, loud[one], one);
        });
        return calls;
    }

    /// <summary>Who was cut is there again as soon as it is let in.</summary>
    private static async Task<StageClient> ComeAgainAsync(Battlefield field, StageClient cut, int number)
    {
        await Task.Delay(Pause);
        try
        {
            var again = await ComeAsync(field, number);
            await cut.DisposeAsync();
            return again;
        }
        catch (Exception refused) when (refused is not OutOfMemoryException)
        {
            return cut;
        }
    }

    private static Task<string?> ShoutAsync(StageClient client, int number) => (number % 4) switch
    {
        0 => client.TryCallAsync("SendChat", new { text = LongText }),
        1 => client.TryCallAsync("CreateTransport", new { direction = "recv" }),
        2 => client.TryCallAsync("Join", new { displayName = "Loud" }),
        _ => client.TryCallAsync("PauseConsumer", new { consumerId = LongText }),
    };
}
