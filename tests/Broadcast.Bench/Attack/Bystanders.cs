using Broadcast.Bench.Attack.Webinar;

namespace Broadcast.Bench.Attack;

/// <summary>What everybody who behaves feels from a moment on.</summary>
internal sealed class Bystanders
{
    private readonly Battlefield battlefield;
    private readonly Dictionary<Pulse, (int Count, int Refused)> before;
    private readonly long lostBefore;
    private readonly int deathsBefore;

    private Bystanders(Battlefield battlefield, long lost)
    {
        this.battlefield = battlefield;
        before = Pulses.ToDictionary(pulse => pulse, pulse => (pulse.Latencies.Count, pulse.Refused));
        lostBefore = lost;
        deathsBefore = battlefield.Deaths;
    }

    private IEnumerable<Pulse> Pulses => battlefield.Stage.Pulses.Concat(battlefield.Elsewhere.Pulses);

    public static async Task<Bystanders> WatchAsync(Battlefield battlefield) => new(battlefield, await LostAsync(battlefield));

    /// <summary>What has happened since, once nothing is in flight any more.</summary>
    public async Task<Harm> ReadAsync()
    {
        await Task.WhenAll(Pulses.Select(pulse => pulse.Settled));
        return new Harm(
            battlefield.Deaths - deathsBefore,
            Percentile99<ChatPulse>(),
            Percentile99<EventPulse>(),
            Pulses.Sum(pulse => pulse.Refused - before[pulse].Refused),
            await LostAsync(battlefield) - lostBefore);
    }

    private double Percentile99<TPulse>() where TPulse : Pulse =>
        Latencies.Percentile99(Pulses.OfType<TPulse>().SelectMany(pulse => pulse.Latencies.Since(before[pulse].Count)));

    private static async Task<long> LostAsync(Battlefield battlefield) => await battlefield.Stage.LostPacketsAsync() + await battlefield.Elsewhere.LostPacketsAsync();
}
