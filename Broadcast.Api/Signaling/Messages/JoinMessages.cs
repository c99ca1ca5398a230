using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Data;
using Broadcast.Api.Stage;
using Broadcast.Api.Text;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Messages;

/// <param name="Seat">A secret of the page's making: who joins with it again has the same seat (<see cref="SeatSecret"/>).</param>
/// <param name="Resume">The transports that the page still has and wants to keep; null for none.</param>
internal sealed record JoinRequest(
    [property: PlainText(DisplayName.MaxLength)] string DisplayName,
    [property: StringLength(SeatSecret.MaxLength, MinimumLength = SeatSecret.MinLength)] string? Seat = null,
    [property: MaxLength(StageLimits.Transports)] IReadOnlyList<TransportId>? Resume = null);

/// <summary>All that a passive viewer wants at once: to join, and to receive what is on the stage.</summary>
/// <param name="Seat">As in <see cref="JoinRequest"/>, and so is <paramref name="Resume"/>.</param>
/// <param name="RtpCapabilities">What the browser can show.</param>
internal sealed record WatchRequest(
    [property: PlainText(DisplayName.MaxLength)] string DisplayName,
    [property: Required] RtpCapabilities RtpCapabilities,
    [property: StringLength(SeatSecret.MaxLength, MinimumLength = SeatSecret.MinLength)] string? Seat = null,
    [property: MaxLength(StageLimits.Transports)] IReadOnlyList<TransportId>? Resume = null);

/// <param name="Transport">To receive on; null after the end, and for who keeps the one that they have.</param>
/// <param name="Consumers">Running: packets flow as soon as the transport is connected.</param>
/// <param name="Unsupported">Producers of which the browser knows no codec.</param>
internal sealed record Watching(
    Joined Joined, TransportCreated? Transport, IReadOnlyList<Consumed> Consumers, IReadOnlyList<ProducerId> Unsupported);

/// <summary>Everything a page shows on entering.</summary>
/// <param name="Questions">Open and answered ones; for presenters also those that wait to be shown.</param>
/// <param name="Recording">For presenters; null for viewers and while there is none.</param>
/// <param name="ViewersWithoutPicture">For presenters: how many people have a browser that knows no codec of a picture on the stage; 0 for viewers.</param>
/// <param name="Resumed">All media of <see cref="JoinRequest.Resume"/> goes on: only producers that came or went have to be looked for. Otherwise all is built anew.</param>
/// <param name="RouterRtpCapabilities">Null after the end, when there is nothing to receive.</param>
internal sealed record Joined(
    ParticipantId ParticipantId,
    StageRole Role,
    JoinedWebinar Webinar,
    RtpCapabilities? RouterRtpCapabilities,
    IReadOnlyList<StageProducer> Producers,
    int ViewerCount,
    IReadOnlyList<ChatMessage> Chat,
    IReadOnlyList<StageQuestion> Questions,
    RecordingStatus? Recording,
    int ViewersWithoutPicture,
    bool Resumed);

public sealed record JoinedWebinar(
    WebinarId Id,
    string Title,
    string? Description,
    WebinarState State,
    DateTimeOffset? StartsAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    bool PreferH264,
    bool ModerateQuestions,
    bool AnonymousQuestions)
{
    public static JoinedWebinar Of(Webinar webinar) => new(
        webinar.Id, webinar.Title, webinar.Description, webinar.State, webinar.StartsAt, webinar.StartedAt, webinar.EndedAt,
        webinar.PreferH264, webinar.ModerateQuestions, webinar.AnonymousQuestions);
}
