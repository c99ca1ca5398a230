using Broadcast.Api.Audit;
using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Webinars;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>
/// One webinar in progress: its router on the media node, who is in it and what they hold there, and its recording. What the node
/// carries is decided here; when the node loses it, it is built again from here.
/// </summary>
/// <remarks>
/// Two guards. <c>gate</c> covers the participants and producers and is never held across an await. <c>lifecycle</c> lets one opening,
/// start, end or reset run at a time; those are not cancelled by the caller that happened to cause them, because everyone shares the result.
/// </remarks>
public sealed partial class WebinarStage : IDisposable
{
    readonly StageServices services;
    readonly ChatLog chat;
    readonly RemovedPeople removed;
    readonly Action<WebinarStage> retire;
    readonly Lock gate = new();
    readonly SemaphoreSlim lifecycle = new(1);
    readonly Audience everyone;
    readonly ViewerCount viewers;
    readonly Mailbox<Func<Task>> inbox;

    volatile Webinar webinar;
    volatile RouterCreated? router;
    int isBeatWaiting;

    public WebinarStage(Webinar webinar, ChatLog chat, RemovedPeople removed, StageServices services, Action<WebinarStage> retire)
    {
        this.webinar = webinar;
        this.chat = chat;
        this.removed = removed;
        this.services = services;
        this.retire = retire;
        emptySince = services.Time.GetUtcNow();
        everyone = new Audience(WebinarId, services.Hub, services.Logger);
        viewers = new ViewerCount(
            services.Time, StageLimits.ViewerCountInterval, count => everyone.Tell(each => each.ViewerCountChanged(new(count))));
        unshown = new ViewerCount(services.Time, StageLimits.ViewerCountInterval, TellUnshown);
        inbox = new Mailbox<Func<Task>>(MostWaiting, handle => handle(), failure => LogNotHandled(services.Logger, WebinarId, failure));
    }

    public string WebinarId => webinar.Id;
    public int ViewerCount => viewers.Value;

    public void Refresh(Webinar changed) => webinar = changed;

    /// <summary>Takes the webinar live, with its recording. Once live, answers the same.</summary>
    /// <param name="by">Whoever sent the request being answered, unless given.</param>
    /// <exception cref="StageException">It has ended, or the media node is out of reach.</exception>
    public Task<Webinar> StartAsync(AuditActor? by = null) => ExclusivelyAsync(async () =>
    {
        if (webinar.State == WebinarState.Live)
            return webinar;
        if (webinar.State == WebinarState.Ended)
            throw new StageException(StageErrorCode.Conflict, "The webinar has ended.");
        if (retired)
            throw new StageException(StageErrorCode.Conflict, "The stage was just being closed. Try again.");
        await OpenRouterAsync();
        await BeginRecordingAsync();
        // The recording is as long as the webinar: both begin when the journal is open.
        var now = recording?.StartedAt ?? services.Time.GetUtcNow();
        var started = await ChangeAsync(stored => stored.TryStart(now));
        await services.Audit.RecordAsync(AuditAction.WebinarStarted, WebinarId, started.Title, by);
        everyone.Tell(each => each.WebinarChanged(WebinarChange.Of(started)));
        return started;
    });

    /// <summary>Ends the webinar for everyone and hands over its recording. Once ended, answers the same.</summary>
    /// <param name="unattended">Because no presenter is there: if one has just come, it goes on.</param>
    public Task<Webinar> EndAsync(bool unattended = false) => ExclusivelyAsync(async () =>
    {
        if (webinar.State == WebinarState.Ended || unattended && !IsOverdue)
            return webinar;
        var now = services.Time.GetUtcNow();
        // First, so that the recording is as long as the webinar.
        await EndRecordingAsync(webinarEnded: true);
        var ended = await ChangeAsync(stored => stored.TryEnd(now, unattended));
        await services.Audit.RecordAsync(AuditAction.WebinarEnded, WebinarId, ended.Title);
        everyone.Tell(each => each.WebinarChanged(WebinarChange.Of(ended)));
        await CloseRouterAsync();
        return ended;
    });

    /// <summary>Called every two seconds.</summary>
    public void Beat()
    {
        // One that still waits does for this one, too.
        if (Interlocked.Exchange(ref isBeatWaiting, 1) == 0)
            Post(BeatAsync);
    }

    async Task BeatAsync()
    {
        Volatile.Write(ref isBeatWaiting, 0);
        await BeatRecordingAsync();
        await BeatAttendanceAsync();
    }

    async Task<RtpCapabilities> EnsureRouterAsync() => (router ?? await ExclusivelyAsync(async () =>
    {
        var opened = await OpenRouterAsync();
        // Live before there was a router: the process or the media node was restarted.
        await TryBeginRecordingAsync();
        await FollowHeldAsync();
        return opened;
    })).RtpCapabilities;

    async Task<RouterCreated> OpenRouterAsync()
    {
        if (router is { } open)
            return open;
        var id = new RouterId(NewId.Create());
        services.Routers.Add(id, this);
        try
        {
            return router = await services.Node.AskAsync<RouterCreated>(new CreateRouter(id, Notifications: [NotificationKind.AudioLevels]));
        }
        catch
        {
            services.Routers.Remove(id);
            throw;
        }
    }

    async Task CloseRouterAsync()
    {
        if (router is not { } open)
            return;
        router = null;
        services.Routers.Remove(open.Router);
        ForgetMedia();
        try
        {
            await services.Node.AskAsync<Accepted>(new CloseRouter(open.Router));
        }
        catch (StageException failure)
        {
            RouterNotClosed(WebinarId, failure);
        }
    }

    /// <summary>Changes the stored webinar and remembers what came of it.</summary>
    async Task<Webinar> ChangeAsync(Func<Webinar, bool> change)
    {
        await using var db = await services.Databases.CreateDbContextAsync();
        var stored = await db.Webinars.FindAsync(WebinarId)
            ?? throw new StageException(StageErrorCode.NotFound, "The webinar has been deleted.");
        if (change(stored))
            await db.SaveChangesAsync();
        return webinar = stored;
    }

    async Task<T> ExclusivelyAsync<T>(Func<Task<T>> work)
    {
        await lifecycle.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            lifecycle.Release();
        }
    }

    public void Dispose()
    {
        viewers.Dispose();
        unshown.Dispose();
        lifecycle.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The router of webinar {WebinarId} could not be closed")]
    static partial void LogRouterNotClosed(ILogger logger, string webinarId, Exception failure);

    void RouterNotClosed(string webinarId, Exception failure) => LogRouterNotClosed(services.Logger, webinarId, failure);
}
