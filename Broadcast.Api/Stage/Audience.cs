using Broadcast.Api.Signaling;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Stage;

/// <summary>
/// Everybody in one webinar. They hear what they are told in the order in which it was said; who says it does not wait until it is sent,
/// so a backplane that hangs holds up only what this webinar's audience hears.
/// </summary>
public sealed partial class Audience
{
    /// <summary>So much is said in minutes of a busy webinar.</summary>
    const int MostWaiting = 10_000;

    readonly string webinarId;
    readonly IHubContext<StageHub, IStageClient> hub;
    readonly ILogger logger;
    readonly Mailbox<Func<Task>> unsent;

    public Audience(string webinarId, IHubContext<StageHub, IStageClient> hub, ILogger logger)
    {
        this.webinarId = webinarId;
        this.hub = hub;
        this.logger = logger;
        unsent = new Mailbox<Func<Task>>(MostWaiting, send => send(), failure => LogNotSent(logger, webinarId, failure));
    }

    /// <summary>Tells everybody.</summary>
    public void Tell(Func<IStageClient, Task> message) => Send(() => message(hub.Clients.Group(webinarId)));

    /// <summary>Tells some, after what everybody was told before.</summary>
    public void Tell(IReadOnlyList<string> connections, Func<IStageClient, Task> message) =>
        Send(() => message(hub.Clients.Clients(connections)));

    void Send(Func<Task> send)
    {
        if (!unsent.TryPost(send))
            LogNotSent(logger, webinarId, null);
    }

    [LoggerMessage(LogLevel.Error, "Something could not be told to the audience of webinar {WebinarId}")]
    static partial void LogNotSent(ILogger logger, string webinarId, Exception? failure);
}
