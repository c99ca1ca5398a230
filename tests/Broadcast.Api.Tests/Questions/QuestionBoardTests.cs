using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Tests.Questions;

public sealed class QuestionBoardTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.UnixEpoch.AddHours(12);
    private static readonly int Size = SentSize.Of(Question(1, QuestionState.Answered));

    [Fact]
    public void What_was_answered_first_makes_room()
    {
        var board = Enumerable.Range(1, 5).Aggregate(new QuestionBoard(3 * Size, []), (all, id) => all.With(Question(id, QuestionState.Answered), new("ann")));
        Assert.Equal(["3", "4", "5"], board.Entries.Select(entry => entry.Question.Id));
    }

    [Fact]
    public void What_has_no_answer_makes_none()
    {
        var board = new QuestionBoard(3 * Size, []);
        for (var id = 1; board.HasRoomFor(Question(id, QuestionState.Open)); id++)
            board = board.With(Question(id, QuestionState.Open), new("ann"));
        Assert.True(board.Entries.Sum(entry => entry.Bytes) <= 3 * Size);
        Assert.Equal("1", board.Entries[0].Question.Id);
        Assert.True(board.With(Question(1, QuestionState.Answered), new("ann")).Without("1").HasRoomFor(Question(9, QuestionState.Open)));
    }

    [Fact]
    public void What_waits_is_seen_by_presenters()
    {
        var board = new QuestionBoard(1_000, []).With(Question(1, QuestionState.Waiting), new("ann"));
        Assert.Empty(board.VisibleTo(StageRole.Viewer));
        Assert.Single(board.VisibleTo(StageRole.Presenter));
    }

    private static StageQuestion Question(int id, QuestionState state) => new(
        $"{id}", new("ann"), "Ann", StageRole.Viewer, "Why bees?", Noon, state, 0, Answer: null,
        state == QuestionState.Answered ? "Ann" : null, state == QuestionState.Answered ? Noon.AddMinutes(id) : null);
}
