using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>Who hears what is said in a webinar: the hub's groups of this process, one for everybody and one for presenters.</summary>
internal sealed class AudienceGroups(IHubClients<IStageClient> clients, IGroupManager groups)
{
    public IStageClient Everybody(WebinarId webinar) => clients.Group(webinar.Value);

    public IStageClient Presenters(WebinarId webinar) => clients.Group(PresentersOf(webinar));

    public IStageClient One(string connection) => clients.Client(connection);

    /// <summary>From now on the connection hears what is said.</summary>
    public async Task IncludeAsync(StageLink link, string connection)
    {
        await groups.AddToGroupAsync(connection, link.WebinarId.Value);
        if (link.Role == StageRole.Presenter)
            await groups.AddToGroupAsync(connection, PresentersOf(link.WebinarId));
    }

    public async Task ExcludeAsync(WebinarId webinar, string connection)
    {
        await groups.RemoveFromGroupAsync(connection, webinar.Value);
        await groups.RemoveFromGroupAsync(connection, PresentersOf(webinar));
    }

    private static string PresentersOf(WebinarId webinar) => $"{webinar}/presenters";
}
