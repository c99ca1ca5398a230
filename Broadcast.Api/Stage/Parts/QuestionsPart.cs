using Broadcast.Api.Data;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage.Parts;

/// <summary>The questions of the audience: stored first, then told to whoever may see them. Each change is stored after the one before.</summary>
internal sealed class QuestionsPart(StageBoard board, QuestionLog log, StageServices services) : IStagePart
{
    /// <summary>How many questions of one person may be without an answer.</summary>
    private const int MostOpenOfOne = 10;

    /// <summary>Completes when the last change that was asked for is stored.</summary>
    private Task stored = Task.CompletedTask;

    private QuestionBoard Questions => board.Snapshot.Questions;

    public async Task LoadAsync()
    {
        foreach (var entry in (await log.LoadAsync(services.Limits.Value.QuestionBytes)).Entries)
            board.Fill(new QuestionMoved(entry.Question, entry.Asker));
    }

    /// <exception cref="StageException">Nobody can ask anything now, or not like this.</exception>
    public Task<StageQuestion> AskAsync(Question question) => InTurnAsync(async () =>
    {
        question.State = board.Webinar.ModerateQuestions && question.Role == StageRole.Viewer ? QuestionState.Waiting : QuestionState.Open;
        RequireRoom(question);
        await log.AddAsync(question);
        return (question, 0);
    });

    /// <summary>Lets everybody see it, and be for it; one that was answered is open again.</summary>
    public Task<StageQuestion> ShowAsync(string questionId) => ChangeAsync(questionId, question =>
    {
        question.State = QuestionState.Open;
        (question.Answer, question.AnsweredBy, question.AnsweredAt) = (null, null, null);
    });

    /// <param name="text">Null if it was answered live.</param>
    public Task<StageQuestion> AnswerAsync(string questionId, string? text, string by) => ChangeAsync(questionId, question =>
    {
        question.State = QuestionState.Answered;
        (question.Answer, question.AnsweredBy) = (text ?? question.Answer, by);
        question.AnsweredAt ??= services.Time.GetUtcNow();
    });

    /// <summary>Takes a question out. Dismissed already, it stays so.</summary>
    public async Task<Question> DismissAsync(string questionId, string by)
    {
        Question? dismissed = null;
        await InTurnAsync(async () =>
        {
            var changed = await StoreAsync(questionId, question =>
            {
                question.State = QuestionState.Dismissed;
                question.DismissedBy ??= by;
                question.DismissedAt ??= services.Time.GetUtcNow();
            });
            dismissed = changed.Question;
            return changed;
        });
        return dismissed!;
    }

    private Task<StageQuestion> ChangeAsync(string questionId, Action<Question> change) => InTurnAsync(() => StoreAsync(questionId, question =>
    {
        if (question.State == QuestionState.Dismissed)
            throw NoSuchQuestion();
        change(question);
    }));

    private async Task<(Question Question, int Votes)> StoreAsync(string questionId, Action<Question> change) =>
        await log.ChangeAsync(questionId, change) ?? throw NoSuchQuestion();

    /// <summary>Is told outside of the turn: a process that does not answer holds up no other question.</summary>
    private async Task<StageQuestion> InTurnAsync(Func<Task<(Question Question, int Votes)>> store)
    {
        var (before, own) = (stored, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        stored = own.Task;
        await before;
        StageQuestion question;
        Task told;
        try
        {
            var (changed, votes) = await store();
            question = StageQuestion.Of(changed, votes);
            told = board.PublishAsync(question.State == QuestionState.Dismissed
                ? new QuestionTaken(question.Id, changed.ParticipantId)
                : new QuestionMoved(question, changed.ParticipantId));
        }
        finally
        {
            own.SetResult();
        }
        await told;
        return question;
    }

    private void RequireRoom(Question question)
    {
        if (board.Webinar.State == WebinarState.Ended)
            throw new StageException(StageErrorCode.Conflict, "The webinar has ended.");
        if (question.IsAnonymous && !board.Webinar.AnonymousQuestions)
            throw new StageException(StageErrorCode.Forbidden, "Questions cannot be asked anonymously here. Ask with your name.");
        if (question.Role == StageRole.Viewer && Questions.Entries.Count(entry => entry.Asker == question.ParticipantId && !entry.IsAnswered) >= MostOpenOfOne)
            throw new StageException(StageErrorCode.Conflict, $"{MostOpenOfOne} of your questions have no answer yet. Ask again when one has.");
        if (!Questions.HasRoomFor(StageQuestion.Of(question, votes: 0)))
            throw new StageException(StageErrorCode.Conflict, "There are too many open questions. Ask again when some have been answered.");
    }

    private static StageException NoSuchQuestion() => new(StageErrorCode.NotFound, "There is no such question.");
}
