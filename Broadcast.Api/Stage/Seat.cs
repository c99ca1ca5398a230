using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>Whose place in which webinar.</summary>
internal sealed record Seat(WebinarId Webinar, ParticipantId Participant, StageRole Role);
