using System.Collections.Immutable;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>What must have happened between two looks at a stage, for an audience that was not told.</summary>
internal static class StageDifference
{
    private const string Moved = "The media of this webinar was moved.";

    public static IEnumerable<StageChange> Between(StageSnapshot before, StageSnapshot now)
    {
        if (now.Webinar != before.Webinar)
            yield return new WebinarMoved(now.Webinar);
        foreach (var change in Media(before, now))
            yield return change;
        if (!now.Leaving.SequenceEqual(before.Leaving))
            yield return new NodesLeaving(now.Leaving);
        foreach (var change in Producers(before, now).Concat(Chat(before, now)).Concat(Questions(before, now)))
            yield return change;
        if (now.Recording != before.Recording)
            yield return new RecordingMoved(now.Recording);
        yield return new KeptOutChanged(now.KeptOut);
        yield return new AudiencesCounted(now.Audiences);
    }

    private static IEnumerable<StageChange> Media(StageSnapshot before, StageSnapshot now)
    {
        var isMoved = before.Router is not null && now.Router?.Router != before.Router.Router;
        if (isMoved && !before.Edges.Intersect(now.Edges).Any())
        {
            yield return new MediaLost(Moved);
            yield break;
        }
        if (isMoved)
            yield return new OriginLost(before.Router!.Place, Moved);
        foreach (var closed in before.Edges.Except(now.Edges))
            yield return new EdgeClosed(closed, Moved);
        foreach (var opened in now.Edges.Except(before.Edges))
            yield return new EdgeOpened(opened);
    }

    private static IEnumerable<StageChange> Producers(StageSnapshot before, StageSnapshot now)
    {
        ImmutableArray<ProducerId> gone = [.. before.Producers.Where(each => now.Producer(each.ProducerId) is null).Select(each => new ProducerId(each.ProducerId))];
        if (!gone.IsEmpty)
            yield return new ProducersGone(gone);
        foreach (var shown in now.Producers.Where(each => before.Producer(each.ProducerId) != each))
            yield return new ProducerShown(shown);
    }

    private static IEnumerable<StageChange> Chat(StageSnapshot before, StageSnapshot now)
    {
        var (known, kept) = (before.Chat.Ids, now.Chat.Ids);
        foreach (var taken in before.Chat.Entries.Where(each => now.Chat.Reaches(each.Message) && !kept.Contains(each.Message.Id)))
            yield return new ChatTaken(taken.Message.Id);
        foreach (var added in now.Chat.Entries.Where(each => !known.Contains(each.Message.Id) && before.Chat.Precedes(each.Message)))
            yield return new ChatAdded(added.Message);
    }

    private static IEnumerable<StageChange> Questions(StageSnapshot before, StageSnapshot now)
    {
        foreach (var gone in before.Questions.Entries.Where(each => now.Questions.Find(each.Question.Id) is null))
            yield return new QuestionTaken(gone.Question.Id, gone.Asker);
        foreach (var moved in now.Questions.Entries.Where(each => before.Questions.Find(each.Question.Id)?.Question != each.Question))
            yield return new QuestionMoved(moved.Question, moved.Asker);
    }
}
