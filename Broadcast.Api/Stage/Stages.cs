using System.Collections.Concurrent;
using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Api.Signaling;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Text;
using Broadcast.Api.Webinars;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Stage;

/// <summary>The stages of this process, one per webinar that somebody is in or that is live.</summary>
public sealed class Stages(StageServices services) : IDisposable
{
    readonly ConcurrentDictionary<string, WebinarStage> stages = new();
    readonly SemaphoreSlim opening = new(1);

    public int ViewerCount(string webinarId) => stages.TryGetValue(webinarId, out var stage) ? stage.ViewerCount : 0;

    /// <summary>Lets the bearer of a link in.</summary>
    /// <param name="displayName">Cleaned (<see cref="PlainText"/>).</param>
    /// <param name="seatSecret">Gives who had it before their seat again (<see cref="SeatSecret"/>); null for a new one.</param>
    /// <exception cref="StageException">The name is not one, they were removed, the webinar is gone, or the media node is.</exception>
    public async Task<(Seat Seat, Joined Joined)> JoinAsync(
        Guest guest, string displayName, string? seatSecret, CancellationToken cancellationToken)
    {
        var link = guest.Link;
        var name = DisplayName.Of(displayName, link.Role);
        if (name.Length == 0)
            throw new StageException(StageErrorCode.InvalidRequest, "The display name has nothing in it that viewers' names may have.");
        var id = seatSecret is null ? NewId.Create() : SeatSecret.ParticipantOf(link, seatSecret);
        var participant = new Participant(id, guest, name);
        while (true)
        {
            var stage = await OpenAsync(link.WebinarId, cancellationToken);
            // A stage may retire, because its last participant left, between being found and being entered.
            if (await stage.TryJoinAsync(participant) is { } joined)
                return (new Seat(stage, participant), joined);
        }
    }

    public Task<Webinar> StartAsync(string webinarId, CancellationToken cancellationToken) =>
        OnStageAsync(webinarId, stage => stage.StartAsync(), cancellationToken);

    public Task<Webinar> EndAsync(string webinarId, CancellationToken cancellationToken) =>
        OnStageAsync(webinarId, stage => stage.EndAsync(), cancellationToken);

    /// <summary>What the organizer wants of a live webinar's recording.</summary>
    public Task<Webinar> ControlRecordingAsync(string webinarId, RecordingControl control, CancellationToken cancellationToken) =>
        OnStageAsync(webinarId, stage => stage.ControlRecordingAsync(control), cancellationToken);

    public async Task MarkRecordingAsync(string webinarId, string label, CancellationToken cancellationToken) =>
        await (await OpenAsync(webinarId, cancellationToken)).MarkAsync(label);

    /// <returns>Null while it is not being recorded.</returns>
    public RecordingStatus? Recording(string webinarId) => stages.TryGetValue(webinarId, out var stage) ? stage.Recording : null;

    /// <returns>Null unless it is live and no presenter has been in it for a while.</returns>
    public UnattendedView? Unattended(string webinarId) => stages.TryGetValue(webinarId, out var stage) ? stage.Unattended : null;

    /// <summary>Opens the stages of webinars that are live and that nobody has come back to.</summary>
    public async Task OpenLiveAsync(CancellationToken cancellationToken)
    {
        await using var db = await services.Databases.CreateDbContextAsync(cancellationToken);
        foreach (var id in await db.Webinars.Where(webinar => webinar.State == WebinarState.Live).Select(webinar => webinar.Id).ToListAsync(cancellationToken))
            await OpenAsync(id, cancellationToken);
    }

    public void Beat()
    {
        foreach (var stage in stages.Values)
            stage.Beat();
    }

    /// <summary>Lets whoever joins next see what the organizer changed.</summary>
    public void Refresh(Webinar webinar)
    {
        if (stages.TryGetValue(webinar.Id, out var stage))
            stage.Refresh(webinar);
    }

    /// <summary>Closes the recordings in progress, because the process is about to end. The webinars stay live and go on after the restart.</summary>
    public Task CloseRecordingsAsync() => Task.WhenAll(stages.Values.Select(stage => stage.CloseRecordingAsync()));

    /// <summary>Does something with the stage of a webinar, which is opened for it if nobody is there.</summary>
    /// <exception cref="StageException">There is no such webinar, or what was wanted of it is refused.</exception>
    public async Task<T> OnStageAsync<T>(string webinarId, Func<WebinarStage, Task<T>> change, CancellationToken cancellationToken)
    {
        var stage = await OpenAsync(webinarId, cancellationToken);
        try
        {
            return await change(stage);
        }
        finally
        {
            await stage.CloseIfEmptyAsync();
        }
    }

    async Task<WebinarStage> OpenAsync(string webinarId, CancellationToken cancellationToken)
    {
        if (stages.TryGetValue(webinarId, out var open))
            return open;
        await opening.WaitAsync(cancellationToken);
        try
        {
            if (stages.TryGetValue(webinarId, out open))
                return open;
            var stage = await LoadAsync(webinarId, cancellationToken);
            stages[webinarId] = stage;
            return stage;
        }
        finally
        {
            opening.Release();
        }
    }

    async Task<WebinarStage> LoadAsync(string webinarId, CancellationToken cancellationToken)
    {
        await using var db = await services.Databases.CreateDbContextAsync(cancellationToken);
        var webinar = await db.Webinars.AsNoTracking().SingleOrDefaultAsync(w => w.Id == webinarId, cancellationToken)
            ?? throw new StageException(StageErrorCode.NotFound, "There is no such webinar.");
        var chat = new ChatLog(webinarId, services.Limits.Value.ChatHistoryBytes, services.Databases);
        await chat.LoadAsync(cancellationToken);
        var removed = new RemovedPeople(webinarId, services.Databases);
        await removed.LoadAsync(cancellationToken);
        return new WebinarStage(webinar, chat, removed, services, Retire);
    }

    public void Dispose()
    {
        foreach (var stage in stages.Values)
            stage.Dispose();
        opening.Dispose();
    }

    void Retire(WebinarStage stage) => stages.TryRemove(KeyValuePair.Create(stage.WebinarId, stage));
}
