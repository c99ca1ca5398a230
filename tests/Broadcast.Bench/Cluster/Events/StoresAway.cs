using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>Redis and PostgreSQL are stopped for a while and then started again, Redis with nothing in it.</summary>
internal sealed class StoresAway(ClusterFigures figures, TimeSpan away) : ClusterEvent
{
    private readonly Samples chat = new();
    private readonly Samples joined = new();

    public override string Name => $"stores away for {away.TotalSeconds} s";

    public override string Results => $"lost {figures.StoreLost.Sum} packets, each of a frame; after their return chat works after {chat} s, a viewer has joined after {joined} s";

    protected override async Task RunOnceAsync(ClusterStage stage, Random random)
    {
        var losses = await Losses.WatchAsync(stage, stage.Viewers);
        await stage.Machines.Redis.StopAsync();
        await stage.Machines.Postgres.StopAsync();
        await Task.Delay(away);
        await stage.Machines.Redis.StartAgainAsync();
        await stage.Machines.Postgres.StartAgainAsync();
        var begun = MonotonicClock.Now;
        await Chatter.HearAsync(stage, Patience);
        chat.Add(Seconds(begun, MonotonicClock.Now));
        var newcomer = await stage.AddViewersAsync(server: 0, many: 1);
        joined.Add(Seconds(begun, MonotonicClock.Now));
        await stage.RemoveViewersAsync(newcomer);
        figures.StoreLost.Add(await losses.ReadAsync());
    }
}
