namespace Broadcast.Api.Webinars;

/// <summary>A webinar as its organizer sees it.</summary>
/// <param name="ViewerCount">How many viewers are in it now.</param>
public sealed record WebinarView(
    string Id,
    string Title,
    string? Description,
    DateTimeOffset? StartsAt,
    bool Record,
    WebinarState State,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset CreatedAt,
    int ViewerCount)
{
    public static WebinarView Of(Webinar webinar, int viewerCount) => new(
        webinar.Id, webinar.Title, webinar.Description, webinar.StartsAt, webinar.Record,
        webinar.State, webinar.StartedAt, webinar.EndedAt, webinar.CreatedAt, viewerCount);
}
