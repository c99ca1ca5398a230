using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Stage.Parts;

/// <summary>What all parts of a stage share: the stored webinar, and what everybody sees of the stage and is told when it changes.</summary>
internal sealed class StageBoard(WebinarId id, StageServices services)
{
    public WebinarId Id => id;

    public Audiences Audiences { get; } = new(services, id);

    /// <summary>As it is stored; replaced, never changed.</summary>
    public Webinar Webinar { get; private set; } = null!;

    public StageSnapshot Snapshot { get; private set; } = null!;

    /// <exception cref="StageException">There is no such webinar.</exception>
    public async Task LoadAsync()
    {
        await ReadAsync();
        // Higher than any version of an earlier life of this grain.
        var version = services.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        Snapshot = new StageSnapshot(
            version, JoinedWebinar.Of(Webinar), Router: null, Edges: [], Leaving: [], Producers: [], Recording: null, new(services.Limits.Value.ChatHistoryBytes, []),
            new(services.Limits.Value.QuestionBytes, []), KeptOut: [], Audiences: []);
    }

    public Task RefreshAsync() => MoveAsync(ReadAsync);

    /// <summary>Changes the stored webinar, then tells everybody.</summary>
    public Task ChangeAsync(Func<Webinar, bool> change) => MoveAsync(async () =>
    {
        await using var db = await services.Databases.CreateDbContextAsync();
        var stored = await db.Webinars.FindAsync(Id) ?? throw new StageException(StageErrorCode.NotFound, "The webinar has been deleted.");
        if (change(stored))
            await db.SaveChangesAsync();
        Webinar = stored;
    });

    /// <summary>Completes when every audience knows.</summary>
    public Task PublishAsync(StageChange change)
    {
        Fill(change);
        return Audiences.TellAsync(new StageUpdate(Snapshot.Version, change));
    }

    /// <summary>Changes the stage while there is nobody yet who could be told.</summary>
    public void Fill(StageChange change) => Snapshot = change.ApplyTo(Snapshot) with { Version = Snapshot.Version + 1 };

    private async Task MoveAsync(Func<Task> move)
    {
        await move();
        if (JoinedWebinar.Of(Webinar) is var moved && moved != Snapshot.Webinar)
            await PublishAsync(new WebinarMoved(moved));
    }

    private async Task ReadAsync()
    {
        await using var db = await services.Databases.CreateDbContextAsync();
        Webinar = await db.Webinars.AsNoTracking().SingleOrDefaultAsync(webinar => webinar.Id == Id)
            ?? throw new StageException(StageErrorCode.NotFound, "There is no such webinar.");
    }
}
