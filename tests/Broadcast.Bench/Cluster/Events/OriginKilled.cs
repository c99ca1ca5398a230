using Broadcast.Bench.Cluster.People;
using Broadcast.Sfu.Io;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>The media node that the presenter and the recording are on ends with SIGKILL.</summary>
internal sealed class OriginKilled(ClusterFigures figures) : ClusterEvent
{
    private readonly Samples told = new();
    private readonly Samples picture = new();
    private readonly RecordingGaps gaps = new();
    private int moved;

    public override string Name => "origin killed";

    public override string Results =>
        $"presenter told after {told} s, back after {figures.OriginPresenter} s, seen after {picture} s, {moved} viewers lost their transport, gap of the recording {figures.RecordingGap} s";

    protected override async Task RunOnceAsync(ClusterStage stage, Random random)
    {
        var origin = stage.Origin;
        await Losses.WatchAsync(stage, stage.Viewers);
        stage.Presenter.ForgetEvents();
        var begun = MonotonicClock.Now;
        var at = TimeProvider.System.GetUtcNow();
        await origin.KillAsync();
        await ExpectPicturesAsync(stage.Viewers);

        var isBack = await UntilAsync(() => stage.Presenter.ProducedAt > begun);
        told.Add(Seconds(begun, stage.Presenter.ToldAt));
        figures.OriginPresenter.Add(isBack ? Seconds(begun, stage.Presenter.ProducedAt) : Patience.TotalSeconds);
        var seen = await ClusterStage.UntilSeenAsync(stage.Viewers, Patience);
        picture.Add(seen.Select(each => Seconds(begun, each)));
        moved += stage.Viewers.Count(viewer => viewer.Rebuilt > 0);
        if (await gaps.AfterAsync(stage.Machines.Journals, at, Patience) is { } gap)
            figures.RecordingGap.Add(gap.TotalSeconds);
        await origin.StartAsync();
    }
}
