using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Data;

/// <summary>A webinar as it is stored. <see cref="State"/> is a concurrency token: two hosts cannot both start it.</summary>
public sealed class Webinar
{
    public const int MaxTitleLength = 200;
    public const int MaxDescriptionLength = 4_000;
    /// <summary>How far ahead a start can be planned.</summary>
    public const int MaxYearsAhead = 5;

    public required WebinarId Id { get; init; }
    public required string Title { get; set; }
    public string? Description { get; set; }
    /// <summary>The planned start; null when it starts whenever a presenter goes live.</summary>
    public DateTimeOffset? StartsAt { get; set; }
    public bool Record { get; set; }
    /// <summary>Presenters send H.264 where their browser can, so that the recording is copied and not encoded again; otherwise VP8.</summary>
    public bool PreferH264 { get; set; } = true;
    /// <summary>Whether a question is shown to the audience only when a presenter has let it through; otherwise at once.</summary>
    public bool ModerateQuestions { get; set; }
    /// <summary>Whether who asks may keep their name to themselves.</summary>
    public bool AnonymousQuestions { get; set; }
    public WebinarState State { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>Whether it ended by itself because no presenter was there any more.</summary>
    public bool EndedUnattended { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <returns>False unless it was scheduled.</returns>
    public bool TryStart(DateTimeOffset now)
    {
        if (State != WebinarState.Scheduled)
            return false;
        (State, StartedAt) = (WebinarState.Live, now);
        return true;
    }

    /// <returns>False if it had ended before.</returns>
    public bool TryEnd(DateTimeOffset now, bool unattended)
    {
        if (State == WebinarState.Ended)
            return false;
        (State, EndedAt, EndedUnattended) = (WebinarState.Ended, now, unattended);
        return true;
    }
}
