using System.Diagnostics;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>One link is joined from one address as fast as can be, while an innocent viewer comes by the same link.</summary>
internal sealed class JoinFlood : IAttack
{
    private const int AtATime = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "join flood";
    public string Before => "-";
    public string Limit => "the innocent joins";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var joins = 0;
        var flood = Every.AsOftenAsCanBeAsync(AtATime, field.Span(10), async _ =>
        {
            try
            {
                await using var one = await field.JoinAsync();
                Interlocked.Increment(ref joins);
            }
            catch (Exception refused) when (refused is not OutOfMemoryException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        });
        await Task.Delay(field.Span(2));
        var took = await JoinAsync(field);
        await flood;
        return new AttackOutcome(took.TotalMilliseconds, $"picture after {took.TotalMilliseconds:0} ms, {joins} other joins", took < Patience);
    }

    /// <returns>Until the innocent viewer has a picture.</returns>
    private static async Task<TimeSpan> JoinAsync(Battlefield field)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            await field.Stage.AddViewerAsync("Ines Innocent").WaitAsync(Patience);
            while (clock.Elapsed < Patience && await field.Stage.Audience.OnThreadAsync(all => all[^1].FirstKeyFrameAt) == Instant.Never)
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            return clock.Elapsed;
        }
        catch (Exception kept) when (kept is not OutOfMemoryException)
        {
            return Patience;
        }
    }
}
