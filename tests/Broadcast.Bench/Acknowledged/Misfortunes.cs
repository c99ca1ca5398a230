using Broadcast.Bench.Cluster.Machines;

namespace Broadcast.Bench.Acknowledged;

/// <summary>Servers, Redis and PostgreSQL end with SIGKILL at random moments, and come back a random time later, one misfortune after the other.</summary>
internal sealed class Misfortunes(ClusterMachines machines, Random random, Action<string> tell)
{
    private const double MostSecondsBetween = 4;
    private const double MostSecondsAway = 8;

    public int Count { get; private set; }

    public async Task HappenAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * MostSecondsBetween), CancellationToken.None);
            Count++;
            await (random.Next(3) switch
            {
                0 => LoseServerAsync(random.Next(machines.Servers.Length)),
                1 => LoseAsync("Redis", machines.Redis.KillAsync, machines.Redis.StartAgainAsync),
                _ => LoseAsync("PostgreSQL", machines.Postgres.KillAsync, machines.Postgres.StartAgainAsync),
            });
        }
    }

    private Task LoseServerAsync(int number) => LoseAsync($"server {number}", machines.Servers[number].KillAsync, () => machines.StartServerAsync(number));

    private async Task LoseAsync(string what, Func<Task> kill, Func<Task> start)
    {
        var away = random.NextDouble() * MostSecondsAway;
        tell($"{what} is killed, for {away:F1} s");
        await kill();
        await Task.Delay(TimeSpan.FromSeconds(away));
        await start();
        tell($"{what} is back");
    }
}
