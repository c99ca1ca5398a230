using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Broadcast.Api.Data;
using Broadcast.Api.Text;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Signaling.Messages;

/// <param name="Text">1 to 500 characters.</param>
/// <param name="IsAnonymous">Nobody is told who asks, where the webinar allows it.</param>
internal sealed record AskQuestionRequest([property: PlainText(StageQuestion.MaxTextLength, HasLines = true)] string Text, bool IsAnonymous = false);

/// <param name="IsFor">False takes the vote back.</param>
internal sealed record VoteRequest([property: Required] string Id, bool IsFor);

internal sealed record QuestionRequest([property: Required] string Id);

/// <param name="Text">1 to 2000 characters; null if it was answered live.</param>
internal sealed record AnswerQuestionRequest(
    [property: Required] string Id, [property: PlainText(StageQuestion.MaxAnswerLength, HasLines = true)] string? Text = null);

/// <summary>Asks for what is about the caller alone.</summary>
/// <param name="Most">How many of the questions that they asked, the latest; 1 to 50.</param>
internal sealed record MyQuestionsRequest([property: Range(1, MyQuestions.MostAsked)] int Most = MyQuestions.MostAsked);

/// <param name="Asked">What they asked, whatever became of it; oldest first.</param>
/// <param name="VotedFor">What they are for.</param>
internal sealed record MyQuestions(IReadOnlyList<StageQuestion> Asked, IReadOnlyList<QuestionVotes> VotedFor)
{
    public const int MostAsked = 50;
}

/// <summary>A question that nobody is shown any more.</summary>
public sealed record QuestionRemoval(string Id);

/// <summary>How many are for a question.</summary>
public sealed record QuestionVotes(string Id, int Votes);

/// <summary>Questions for which more or fewer people are than before.</summary>
public sealed record VotesChange(IReadOnlyList<QuestionVotes> Votes);

/// <summary>A question as people in the webinar see it.</summary>
/// <param name="ParticipantId">Who asked; null, as is the name, if they keep it to themselves.</param>
/// <param name="Answer">In writing; null while there is none, and for what was answered live.</param>
/// <param name="AnsweredAt">Null unless it was answered.</param>
public sealed record StageQuestion(
    string Id,
    ParticipantId? ParticipantId,
    string? DisplayName,
    StageRole Role,
    string Text,
    DateTimeOffset AskedAt,
    QuestionState State,
    int Votes,
    string? Answer,
    string? AnsweredBy,
    DateTimeOffset? AnsweredAt)
{
    public const int MaxTextLength = 500;
    public const int MaxAnswerLength = 2_000;

    internal static StageQuestion Of(Question question, int votes) => new(
        question.Id.ToString(CultureInfo.InvariantCulture),
        question.IsAnonymous ? null : question.ParticipantId,
        question.IsAnonymous ? null : question.DisplayName,
        question.Role, question.Text, question.AskedAt, question.State, votes, question.Answer, question.AnsweredBy, question.AnsweredAt);
}
