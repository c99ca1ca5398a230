using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Webinars;

/// <summary>A webinar as its organizer sees it.</summary>
/// <param name="Recording">How its recording goes; null while it is not being recorded.</param>
/// <param name="ViewerCount">How many viewers are in it now.</param>
public sealed record WebinarView(
    string Id,
    string Title,
    string? Description,
    DateTimeOffset? StartsAt,
    bool Record,
    bool PreferH264,
    WebinarState State,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset CreatedAt,
    int ViewerCount,
    RecordingStatus? Recording)
{
    public static WebinarView Of(Webinar webinar, int viewerCount, RecordingStatus? recording) => new(
        webinar.Id, webinar.Title, webinar.Description, webinar.StartsAt, webinar.Record, webinar.PreferH264,
        webinar.State, webinar.StartedAt, webinar.EndedAt, webinar.CreatedAt, viewerCount, recording);
}
