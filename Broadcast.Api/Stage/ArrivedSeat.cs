using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>Somebody who sat down a moment ago.</summary>
/// <param name="IsResumed">They kept the media that they had before.</param>
internal sealed record ArrivedSeat(ParticipantId Participant, bool IsResumed);
