using System.Collections.Immutable;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Questions;

/// <summary>The questions of a webinar as a newcomer is given them. It never changes: each change makes the next one.</summary>
/// <param name="MostBytes">How much a newcomer is given at most, as it is sent.</param>
/// <param name="Entries">Waiting, open and answered, in the order in which they were asked.</param>
internal sealed record QuestionBoard(int MostBytes, ImmutableArray<QuestionBoard.Entry> Entries)
{
    /// <summary>How many there are at most.</summary>
    public const int MostQuestions = 300;

    /// <param name="Asker">Who asked, anonymously or not: for the server alone.</param>
    /// <param name="Bytes">How many it has as it is sent.</param>
    public sealed record Entry(StageQuestion Question, ParticipantId Asker, int Bytes)
    {
        public bool IsAnswered => Question.State == QuestionState.Answered;
    }

    /// <summary>What somebody may see of it.</summary>
    public IReadOnlyList<StageQuestion> VisibleTo(StageRole role) =>
        [.. Entries.Select(entry => entry.Question).Where(question => role == StageRole.Presenter || question.State != QuestionState.Waiting)];

    public Entry? Find(string questionId) => Entries.FirstOrDefault(entry => entry.Question.Id == questionId);

    /// <summary>Whether one more can be asked: answered ones make room, others do not.</summary>
    public bool HasRoomFor(StageQuestion question)
    {
        var open = Entries.Where(entry => !entry.IsAnswered).ToList();
        return open.Count < MostQuestions && open.Sum(entry => entry.Bytes) + SentSize.Of(question) <= MostBytes;
    }

    /// <summary>With a question that came or changed. Where there are too many, those that were answered first leave.</summary>
    public QuestionBoard With(StageQuestion question, ParticipantId asker)
    {
        var entry = new Entry(question, asker, SentSize.Of(question));
        var entries = Find(question.Id) is { } known ? Entries.Replace(known, entry) : Entries.Add(entry);
        var (count, bytes) = (entries.Length, entries.Sum(each => each.Bytes));
        var leaving = new HashSet<Entry>();
        foreach (var oldest in entries.Where(each => each.IsAnswered && each != entry).OrderBy(each => each.Question.AnsweredAt))
        {
            if (count <= MostQuestions && bytes <= MostBytes)
                break;
            leaving.Add(oldest);
            (count, bytes) = (count - 1, bytes - oldest.Bytes);
        }
        return this with { Entries = entries.RemoveAll(leaving.Contains) };
    }

    public QuestionBoard Without(string questionId) => this with { Entries = Entries.RemoveAll(entry => entry.Question.Id == questionId) };

    /// <summary>With other counts of some.</summary>
    public QuestionBoard Counted(ImmutableArray<QuestionVotes> votes)
    {
        var counts = votes.ToDictionary(each => each.Id, each => each.Votes);
        return this with
        {
            Entries = [.. Entries.Select(entry => counts.TryGetValue(entry.Question.Id, out var count) ? entry with { Question = entry.Question with { Votes = count } } : entry)],
        };
    }
}
