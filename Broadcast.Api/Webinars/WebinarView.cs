using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Webinars;

/// <summary>A webinar as its organizer sees it.</summary>
/// <param name="EndedUnattended">It ended by itself because no presenter was there any more.</param>
/// <param name="Unattended">Null unless it is live and no presenter has been there for a while.</param>
/// <param name="Recording">How its recording goes; null while none is wanted.</param>
/// <param name="ViewerCount">How many viewers are in it now.</param>
internal sealed record WebinarView(
    WebinarId Id,
    string Title,
    string? Description,
    DateTimeOffset? StartsAt,
    bool Record,
    bool PreferH264,
    bool ModerateQuestions,
    bool AnonymousQuestions,
    WebinarState State,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    bool EndedUnattended,
    DateTimeOffset CreatedAt,
    int ViewerCount,
    UnattendedView? Unattended,
    RecordingStatus? Recording)
{
    public static WebinarView Of(Webinar webinar, int viewerCount, UnattendedView? unattended, RecordingStatus? recording) => new(
        webinar.Id, webinar.Title, webinar.Description, webinar.StartsAt, webinar.Record, webinar.PreferH264,
        webinar.ModerateQuestions, webinar.AnonymousQuestions, webinar.State, webinar.StartedAt, webinar.EndedAt, webinar.EndedUnattended, webinar.CreatedAt,
        viewerCount, unattended, recording);
}
