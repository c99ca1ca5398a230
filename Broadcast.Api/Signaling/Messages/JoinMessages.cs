using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Chat;
using Broadcast.Api.Links;
using Broadcast.Api.Stage;
using Broadcast.Api.Text;
using Broadcast.Api.Webinars;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Signaling.Messages;

/// <param name="Seat">A secret of the page's making: who joins with it again has the same seat (<see cref="SeatSecret"/>).</param>
public sealed record JoinRequest(
    [property: PlainText(DisplayName.MaxLength)] string DisplayName,
    [property: StringLength(SeatSecret.MaxLength, MinimumLength = SeatSecret.MinLength)] string? Seat = null);

/// <summary>Everything a page shows on entering.</summary>
/// <param name="Recording">For presenters; null for viewers and while there is none.</param>
/// <param name="ViewersWithoutPicture">For presenters: how many people have a browser that knows no codec of a picture on the stage; 0 for viewers.</param>
/// <param name="RouterRtpCapabilities">Null after the end, when there is nothing to receive.</param>
public sealed record Joined(
    string ParticipantId,
    StageRole Role,
    JoinedWebinar Webinar,
    RtpCapabilities? RouterRtpCapabilities,
    IReadOnlyList<StageProducer> Producers,
    int ViewerCount,
    IReadOnlyList<ChatMessage> Chat,
    RecordingStatus? Recording,
    int ViewersWithoutPicture);

public sealed record JoinedWebinar(
    string Id,
    string Title,
    string? Description,
    WebinarState State,
    DateTimeOffset? StartsAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    bool PreferH264)
{
    public static JoinedWebinar Of(Webinar webinar) => new(
        webinar.Id, webinar.Title, webinar.Description, webinar.State, webinar.StartsAt, webinar.StartedAt, webinar.EndedAt,
        webinar.PreferH264);
}
