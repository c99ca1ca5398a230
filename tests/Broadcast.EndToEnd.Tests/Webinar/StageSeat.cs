using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestMedia;

namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>A presenter at a machine of their own: a browser with their camera and microphone.</summary>
internal sealed class StageSeat(Cast cast, Chromium browser, Presenter presenter) : IAsyncDisposable
{
    public Cast Cast => cast;

    public Presenter Presenter => presenter;

    public IReadOnlyList<string> Complaints => browser.Complaints;

    /// <summary>Opens the browser and comes into the studio, not yet live.</summary>
    public static async Task<StageSeat> TakeAsync(Cast cast, Uri link)
    {
        var browser = await Chromium.StartAsync(await TestClip.MakeAsync(cast.Look));
        var presenter = new Presenter(await browser.OpenAsync(cast.Name, 1280, 800));
        await presenter.EnterStudioAsync(link, cast.Name);
        return new StageSeat(cast, browser, presenter);
    }

    /// <summary>Closes the browser, as someone does who has had enough.</summary>
    public Task LeaveAsync() => browser.CloseAsync();

    public ValueTask DisposeAsync() => browser.DisposeAsync();
}
