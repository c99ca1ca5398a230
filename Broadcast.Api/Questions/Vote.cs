using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Questions;

/// <summary>Somebody wants to be for a question, or not any more.</summary>
/// <param name="Voter">As <see cref="VoterOf"/> says.</param>
internal sealed record Vote(string QuestionId, string Voter, bool IsFor)
{
    /// <summary>Who counts as one person: a browser, whatever seats it takes; a participant, if it has no cookie.</summary>
    public static string VoterOf(ParticipantId participantId, string? visitorId) => visitorId ?? participantId.Value;
}
