using Broadcast.EndToEnd.Tests.People;

namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>
/// The script: two presenters, of whom one comes late, mutes, leaves by closing the browser and comes back, and the other shares a
/// screen; both turn their cameras off for a while. Ten minutes at a pace of one.
/// </summary>
internal sealed class LongWebinar(Organizer organizer, Viewer viewer, Photographs photographs, double pace) : IAsyncDisposable
{
    public const string MarkerLabel = "Questions and answers";

    private const double MeasuredSeconds = 25;
    private const double LookSeconds = 2;
    private const double ShortestSeconds = 10;
    private const double ShortestMuteSeconds = 14;

    private readonly List<Stretch> stretches = [];
    private readonly List<string> complaints = [];
    private readonly Dictionary<Cast, StageSeat> seats = [];

    public IReadOnlyList<Stretch> Stretches => stretches;

    /// <summary>When the marker was put, on the wall clock.</summary>
    public DateTimeOffset MarkedAt { get; private set; }

    public IEnumerable<string> Complaints => complaints.Concat(seats.Values.SelectMany(seat => seat.Complaints));

    public async Task PlayAsync(Uri presenterLink, Uri audienceLink)
    {
        var (anna, bert) = (Cast.Anna, Cast.Bert);
        seats[anna] = await StageSeat.TakeAsync(anna, presenterLink);
        seats[bert] = await StageSeat.TakeAsync(bert, presenterLink);
        await photographs.TakeAsync(Of(anna).Page, "studio-before");
        await viewer.Page.GotoAsync(audienceLink.ToString());
        await photographs.TakeAsync(viewer.Page, "watch-before");

        await Of(anna).GoLiveAsync();
        await viewer.JoinAsync(audienceLink);
        await PlayAsync(Scene.Alone("Anna alone", anna, anna), 30);
        await Of(bert).GoLiveAsync();
        await PlayAsync(Scene.Both("both", anna, bert), 70, anna, bert);
        await Of(anna).PressAsync("Mute microphone");
        await PlayAsync(Scene.Both("Anna muted", bert), Math.Max(40, ShortestMuteSeconds / pace));
        await Of(anna).PressAsync("Unmute microphone");
        await PhotographLiveAsync();
        await PlayAsync(Scene.Both("Anna unmuted", anna, bert), 60);
        await Of(bert).PressAsync("Share screen");
        await PlayAsync(Scene.Shared("Bert shares"), 80, anna, bert);
        await photographs.TakeAsync(viewer.Page, "watch-share");
        await photographs.TakeAsync(Of(bert).Page, "studio-share");
        await Of(bert).PressAsync("Stop sharing");
        await PlayAsync(Scene.Both("share stopped", anna, bert), 50);

        complaints.AddRange(seats[anna].Complaints);
        await seats[anna].LeaveAsync();
        await PlayAsync(Scene.Alone("Anna has left", bert, bert), 30);
        await seats[anna].DisposeAsync();
        seats[anna] = await StageSeat.TakeAsync(anna, presenterLink);
        await Of(anna).GoLiveAsync();
        await PlayAsync(Scene.Both("Anna is back", anna, bert), 60, anna, bert);

        await Of(bert).PressAsync("Turn camera off");
        await PlayAsync(Scene.Alone("Bert's camera off", anna, anna, bert), 20);
        await Of(anna).PressAsync("Turn camera off");
        await PlayAsync(Scene.Nobody("both cameras off"), 15);
        await Of(anna).PressAsync("Turn camera on");
        await PlayAsync(Scene.Alone("Anna's camera on", anna, anna, bert), 15);
        await Of(bert).PressAsync("Turn camera on");
        await PlayAsync(Scene.Both("Bert's camera on", anna, bert), 25);
        await organizer.MarkAsync(MarkerLabel);
        MarkedAt = TimeProvider.System.GetUtcNow();
        await PlayAsync(Scene.Both("to the end", anna, bert), 100, anna, bert);
    }

    public async Task CloseAsync()
    {
        foreach (var seat in seats.Values)
            await seat.LeaveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var seat in seats.Values)
            await seat.DisposeAsync();
    }

    private Presenter Of(Cast cast) => seats[cast].Presenter;

    /// <summary>Lets a scene last and looks at it; whose sync is measured, of them the source is watched too.</summary>
    private async Task PlayAsync(Scene scene, double seconds, params Cast[] measured)
    {
        var from = TimeProvider.System.GetUtcNow();
        var end = from.AddSeconds(Math.Max(seconds * pace, measured.Length > 0 ? ShortestSeconds * 1.6 : ShortestSeconds));
        foreach (var cast in measured)
            await SourceWatch.BeginAsync(Of(cast).Page);
        await DelayUntilAsync(Earlier(from.AddSeconds(MeasuredSeconds), end.AddSeconds(-LookSeconds)));
        var sources = new Dictionary<Cast, SourceWatch>();
        foreach (var cast in measured)
            sources[cast] = await SourceWatch.EndAsync(Of(cast).Page);
        await DelayUntilAsync(end.AddSeconds(-LookSeconds));
        var audience = await viewer.LookAsync(LookSeconds);
        stretches.Add(new Stretch(scene, from, TimeProvider.System.GetUtcNow(), sources, audience));
    }

    private async Task PhotographLiveAsync()
    {
        await photographs.TakeAsync(Of(Cast.Anna).Page, "studio-live");
        await photographs.TakeAsync(viewer.Page, "watch-live");
        await photographs.TakeAsync(organizer.Page, "organizer-live");
    }

    private static Task DelayUntilAsync(DateTimeOffset time) =>
        time - TimeProvider.System.GetUtcNow() is var left && left > TimeSpan.Zero ? Task.Delay(left) : Task.CompletedTask;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
