using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage.Parts;

/// <summary>Who presents, and for how long nobody has: a live webinar without a presenter ends by itself after a while.</summary>
internal sealed partial class RosterPart(StageBoard board, StageServices services) : IStagePart
{
    private readonly Dictionary<ParticipantId, Seated> presenters = [];

    /// <summary>Since when no presenter is here; null while one is. A stage that was just opened has none.</summary>
    private DateTimeOffset? emptySince = services.Time.GetUtcNow();
    private bool isUnattendedLogged;

    /// <summary>What the organizer is told; null while all is well.</summary>
    public UnattendedView? Unattended =>
        UnattendedSince is { } since && services.Time.GetUtcNow() - since >= services.Options.UnattendedAfter
            ? new UnattendedView(since, EndOf(since))
            : null;

    /// <summary>Whether the webinar ends for want of a presenter.</summary>
    public bool IsOverdue => UnattendedSince is { } since && EndOf(since) <= services.Time.GetUtcNow();

    /// <summary>Presenters whose process is gone and who have not come back by another one.</summary>
    public IReadOnlyList<ParticipantId> Lost =>
        [.. presenters.Where(each => each.Value.GraceEnds <= services.Time.GetUtcNow()).Select(each => each.Key)];

    /// <summary>Nobody need be here before the time that the webinar is planned for.</summary>
    private DateTimeOffset? UnattendedSince
    {
        get
        {
            if (board.Webinar.State != WebinarState.Live || emptySince is not { } left)
                return null;
            DateTimeOffset[] from = [left, board.Webinar.StartedAt ?? left, board.Webinar.StartsAt ?? left];
            return from.Max();
        }
    }

    public IReadOnlyList<Presenter> Presenters => [.. presenters.Values.Select(each => each.Presenter)];

    /// <summary>Somebody presented before this grain was lost: they have the grace of a lost connection to come back.</summary>
    public void Remember(Presenter presenter)
    {
        presenters[presenter.Id] = new Seated(presenter) { IsAway = true, GraceEnds = services.Time.GetUtcNow() + StageLimits.Grace };
        FollowPresence();
    }

    public void Enter(Presenter presenter)
    {
        presenters[presenter.Id] = new Seated(presenter);
        FollowPresence();
    }

    /// <param name="audience">That says so: they may have come back by another one.</param>
    public void StepAway(ParticipantId presenter, AudienceId audience)
    {
        if (presenters.TryGetValue(presenter, out var seated) && seated.Presenter.Audience == audience)
            seated.IsAway = true;
        FollowPresence();
    }

    /// <returns>False if they have come back by another audience, or do not present.</returns>
    public bool Leave(ParticipantId presenter, AudienceId audience) =>
        presenters.TryGetValue(presenter, out var seated) && seated.Presenter.Audience == audience && Remove(presenter);

    public bool Remove(ParticipantId presenter)
    {
        var was = presenters.Remove(presenter);
        FollowPresence();
        return was;
    }

    /// <exception cref="StageException">They do not present here.</exception>
    public Presenter Require(ParticipantId presenter) => presenters.TryGetValue(presenter, out var seated)
        ? seated.Presenter
        : throw new StageException(StageErrorCode.NotJoined, "You are not in the webinar any more; join again.");

    public Task OnBeatAsync()
    {
        var unattended = Unattended;
        if (unattended is not null && !isUnattendedLogged)
            LogUnattended(services.Logger, board.Id, unattended.Since);
        isUnattendedLogged = unattended is not null;
        return Task.CompletedTask;
    }

    public void OnAudienceLost(AudienceId audience)
    {
        foreach (var seated in presenters.Values.Where(each => each.Presenter.Audience == audience))
            (seated.IsAway, seated.GraceEnds) = (true, services.Time.GetUtcNow() + StageLimits.Grace);
        FollowPresence();
    }

    private DateTimeOffset? EndOf(DateTimeOffset since) =>
        services.Options.EndUnattendedAfter is { Ticks: > 0 } wait ? since + wait : null;

    private void FollowPresence() =>
        emptySince = presenters.Values.Any(each => !each.IsAway) ? null : emptySince ?? services.Time.GetUtcNow();

    private sealed class Seated(Presenter presenter)
    {
        public Presenter Presenter { get; } = presenter;

        /// <summary>Their connection is lost.</summary>
        public bool IsAway { get; set; }

        /// <summary>Null while their process looks after them.</summary>
        public DateTimeOffset? GraceEnds { get; set; }
    }

    [LoggerMessage(LogLevel.Warning, "Webinar {Webinar} is live, and no presenter has been in it since {Since}")]
    private static partial void LogUnattended(ILogger logger, WebinarId webinar, DateTimeOffset since);
}
