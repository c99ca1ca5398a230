using Broadcast.Api.Links;
using Broadcast.Api.Webinars;

namespace Broadcast.Api.Stage;

/// <summary>A live webinar that nobody ends: without a presenter the organizer is told after a while, then it ends by itself.</summary>
public sealed partial class WebinarStage
{
    /// <summary>Since when no presenter is here; null while one is. A stage that was just opened has none. Guarded by the gate.</summary>
    DateTimeOffset? emptySince;
    bool isUnattendedLogged;

    /// <summary>What the organizer is told; null while all is well.</summary>
    public UnattendedView? Unattended =>
        UnattendedSince is { } since && services.Time.GetUtcNow() - since >= services.Options.UnattendedAfter
            ? new UnattendedView(since, EndOf(since))
            : null;

    /// <summary>Nobody need be here before the time that the webinar is planned for.</summary>
    DateTimeOffset? UnattendedSince
    {
        get
        {
            lock (gate)
            {
                if (webinar.State != WebinarState.Live || emptySince is not { } left)
                    return null;
                DateTimeOffset[] from = [left, webinar.StartedAt ?? left, webinar.StartsAt ?? left];
                return from.Max();
            }
        }
    }

    bool IsOverdue => UnattendedSince is { } since && EndOf(since) <= services.Time.GetUtcNow();

    DateTimeOffset? EndOf(DateTimeOffset since) =>
        services.Options.EndUnattendedAfter is { Ticks: > 0 } wait ? since + wait : null;

    /// <summary>Somebody came or went. The caller holds the gate.</summary>
    void FollowPresenters(Participant moved)
    {
        if (moved.Role == StageRole.Presenter)
            emptySince = participants.Values.Any(each => each.Role == StageRole.Presenter && each.Grace is null)
                ? null
                : emptySince ?? services.Time.GetUtcNow();
    }

    async Task BeatAttendanceAsync()
    {
        var unattended = Unattended;
        if (unattended is not null && !isUnattendedLogged)
            LogUnattended(services.Logger, WebinarId, unattended.Since);
        isUnattendedLogged = unattended is not null;
        if (!IsOverdue)
            return;
        LogEndsUnattended(services.Logger, WebinarId);
        await EndAsync(unattended: true);
        await CloseIfEmptyAsync();
    }

    [LoggerMessage(LogLevel.Warning, "Webinar {WebinarId} is live, and no presenter has been in it since {Since}")]
    static partial void LogUnattended(ILogger logger, string webinarId, DateTimeOffset since);

    [LoggerMessage(LogLevel.Warning, "Webinar {WebinarId} ends, for no presenter is in it")]
    static partial void LogEndsUnattended(ILogger logger, string webinarId);
}
