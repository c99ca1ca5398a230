using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>A server (Api) ends with SIGKILL: its pages come again by the others.</summary>
internal sealed class ServerKilled(ClusterFigures figures) : ClusterEvent
{
    private readonly Samples back = new();
    private readonly Samples chat = new();
    private int rebuilt;
    private int presented;

    public override string Name => "Api killed";

    public override string Results => $"hubs back after {back} s, chat after {chat} s, {rebuilt} viewers lost their media, the presenter {presented} times, lost {figures.ApiLost.Sum} packets, each of a frame";

    protected override async Task RunOnceAsync(ClusterStage stage, Random random)
    {
        var number = random.Next(stage.Machines.Servers.Length);
        ClusterPage[] pages = [.. stage.Viewers, stage.Presenter];
        var losses = await Losses.WatchAsync(stage, stage.Viewers);
        stage.Presenter.ForgetEvents();

        var begun = MonotonicClock.Now;
        await stage.Machines.Servers[number].KillAsync();
        var thrown = pages.Where(page => page.Home == number).ToList();
        await UntilAsync(() => thrown.TrueForAll(page => page.IsBackSince(begun)));
        back.Add(thrown.Select(page => Seconds(begun, page.JoinedAt)));
        await Chatter.HearAsync(stage, Patience);
        chat.Add(Seconds(begun, MonotonicClock.Now));

        figures.ApiLost.Add(await losses.ReadAsync());
        rebuilt += stage.Viewers.Count(viewer => viewer.Rebuilt > 0);
        presented += stage.Presenter.Rebuilt;
        await stage.Machines.StartServerAsync(number);
    }
}
