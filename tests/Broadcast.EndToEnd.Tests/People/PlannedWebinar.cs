using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>A webinar that an organizer has planned on a fresh server, with its links: how most of these tests begin.</summary>
internal sealed class PlannedWebinar
{
    public const string PresenterName = "Petra Presenter";

    private PlannedWebinar(Organizer organizer, Uri presenterLink, Uri audienceLink) =>
        (Organizer, PresenterLink, AudienceLink) = (organizer, presenterLink, audienceLink);

    /// <summary>On the webinar's page.</summary>
    public Organizer Organizer { get; }

    public Uri PresenterLink { get; }

    public Uri AudienceLink { get; }

    /// <param name="page">Where the organizer plans; not opened yet.</param>
    /// <param name="setupLink">What the server printed when it started.</param>
    /// <param name="title">Of the webinar.</param>
    /// <param name="h264">Whether presenters are asked to send it; otherwise they send VP8.</param>
    /// <param name="recorded">Whether it is recorded.</param>
    public static async Task<PlannedWebinar> PlanAsync(IPage page, Uri setupLink, string title, bool h264 = true, bool recorded = true)
    {
        var organizer = new Organizer(page);
        await organizer.SetUpAsync(setupLink);
        await organizer.CreateWebinarAsync(title, h264, recorded);
        return new PlannedWebinar(organizer, await organizer.CopyPresenterLinkAsync(), await organizer.CopyAudienceLinkAsync());
    }

    /// <summary>Goes into the studio, as <see cref="PresenterName"/> does, and is not live yet.</summary>
    public async Task<Presenter> EnterStudioAsync(IPage page, string name = PresenterName)
    {
        var presenter = new Presenter(page);
        await presenter.EnterStudioAsync(PresenterLink, name);
        return presenter;
    }

    /// <summary>Goes into the studio and live at once.</summary>
    public async Task<Presenter> PresentAsync(IPage page, string name = PresenterName)
    {
        var presenter = await EnterStudioAsync(page, name);
        await presenter.GoLiveAsync();
        return presenter;
    }
}
