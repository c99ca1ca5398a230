namespace Broadcast.Api.Stage;

/// <summary>Whose place in which webinar.</summary>
public sealed record Seat(WebinarId Webinar, ParticipantId Participant, StageRole Role);
