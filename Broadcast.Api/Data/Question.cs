using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Data;

/// <summary>A question from the audience as it is stored.</summary>
internal sealed class Question
{
    public long Id { get; init; }
    public required WebinarId WebinarId { get; init; }
    public required ParticipantId ParticipantId { get; init; }
    /// <summary>The browser of who asked, which finds its questions again by it; null if it had no cookie.</summary>
    public string? VisitorId { get; init; }
    public required string DisplayName { get; init; }
    public required StageRole Role { get; init; }
    /// <summary>Whether nobody is told who asked.</summary>
    public required bool IsAnonymous { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public QuestionState State { get; set; }
    /// <summary>When it was first answered; null while it is not.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }
    public string? AnsweredBy { get; set; }
    /// <summary>Null if it was answered live.</summary>
    public string? Answer { get; set; }
    public DateTimeOffset? DismissedAt { get; set; }
    public string? DismissedBy { get; set; }
}
