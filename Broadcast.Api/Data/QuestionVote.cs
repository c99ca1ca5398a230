namespace Broadcast.Api.Data;

/// <summary>Somebody is for a question. The key makes it once for each question and person.</summary>
internal sealed class QuestionVote
{
    public required long QuestionId { get; init; }

    /// <summary>The browser's cookie, or the participant of one that has none.</summary>
    public required string Voter { get; init; }
}
