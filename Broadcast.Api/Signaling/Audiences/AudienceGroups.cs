using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Who hears what is said in a webinar: the hub's groups of this process, one for everybody and one for presenters.</summary>
internal sealed class AudienceGroups(IHubContext<StageHub, IStageClient> hub)
{
    public IStageClient Everybody(WebinarId webinar) => hub.Clients.Group(webinar.Value);

    public IStageClient Presenters(WebinarId webinar) => hub.Clients.Group(PresentersOf(webinar));

    public IStageClient One(string connection) => hub.Clients.Client(connection);

    /// <summary>From now on the connection hears what is said.</summary>
    public async Task IncludeAsync(StageLink link, string connection)
    {
        await hub.Groups.AddToGroupAsync(connection, link.WebinarId.Value);
        if (link.Role == StageRole.Presenter)
            await hub.Groups.AddToGroupAsync(connection, PresentersOf(link.WebinarId));
    }

    public async Task ExcludeAsync(WebinarId webinar, string connection)
    {
        await hub.Groups.RemoveFromGroupAsync(connection, webinar.Value);
        await hub.Groups.RemoveFromGroupAsync(connection, PresentersOf(webinar));
    }

    private static string PresentersOf(WebinarId webinar) => $"{webinar}/presenters";
}
