using Broadcast.Api.Signaling.Connections;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>
/// Speaks to the connections of one webinar in this process. They hear what they are told in the order in which it was said; who says it
/// does not wait until it is sent, so a connection that hangs holds up nobody.
/// </summary>
internal sealed partial class AudienceVoice
{
    /// <summary>So much is said in minutes of a busy webinar.</summary>
    private const int MostWaiting = 10_000;

    private readonly WebinarId webinar;
    private readonly AudienceGroups groups;
    private readonly ILogger logger;
    private readonly Mailbox<Func<Task>> unsent;

    public AudienceVoice(WebinarId webinar, AudienceGroups groups, ILogger logger)
    {
        this.webinar = webinar;
        this.groups = groups;
        this.logger = logger;
        unsent = new Mailbox<Func<Task>>(MostWaiting, send => send(), failure => LogNotSent(logger, webinar, failure));
    }

    public void TellAll(Func<IStageClient, Task> message) => Send(() => message(groups.Everybody(webinar)));

    public void TellPresenters(Func<IStageClient, Task> message) => Send(() => message(groups.Presenters(webinar)));

    /// <summary>Tells one, after what everybody was told before.</summary>
    public void Tell(string connection, Func<IStageClient, Task> message) => Send(() => message(groups.One(connection)));

    private void Send(Func<Task> send)
    {
        if (!unsent.TryPost(send))
            LogNotSent(logger, webinar, null);
    }

    [LoggerMessage(LogLevel.Error, "Something could not be told to the audience of webinar {Webinar}")]
    private static partial void LogNotSent(ILogger logger, WebinarId webinar, Exception? failure);
}
