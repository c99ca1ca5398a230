using System.Collections.Immutable;
using Broadcast.Api.Data;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// Who is for which question. Votes that come together are stored together; how many there are is told once a second at most, of all
/// questions together.
/// </summary>
internal sealed class VotesPart : IStagePart
{
    /// <summary>How many are stored together at most: so long nothing else happens on a stage whose database is a file.</summary>
    private const int MostTogether = 500;

    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(1);

    private readonly StageBoard board;
    private readonly QuestionLog log;
    private readonly StageServices services;
    private readonly StoredTogether<Vote, QuestionVotes> cast;
    private readonly Dictionary<string, int> untold = [];
    private DateTimeOffset toldAt;

    public VotesPart(StageBoard board, QuestionLog log, StageServices services)
    {
        (this.board, this.log, this.services) = (board, log, services);
        cast = new(MostTogether, StoreAsync);
    }

    public Task OnBeatAsync() => TellAsync();

    /// <returns>How many are for it, when it is stored.</returns>
    /// <exception cref="StageException">There is no such question, or it cannot be voted for any more.</exception>
    public Task<QuestionVotes> VoteAsync(Vote vote)
    {
        switch (board.Snapshot.Questions.Find(vote.QuestionId)?.Question.State)
        {
            case QuestionState.Open:
                break;
            case QuestionState.Answered:
                throw new StageException(StageErrorCode.Conflict, "This question has been answered.");
            default:
                throw new StageException(StageErrorCode.NotFound, "There is no such question.");
        }
        return cast.AddAsync(vote);
    }

    private async Task<IReadOnlyList<Task<QuestionVotes>>> StoreAsync(IReadOnlyList<Vote> votes)
    {
        var counts = await log.VoteAsync(votes);
        foreach (var (question, count) in counts)
            untold[question] = count;
        // Is not waited for: a process that does not answer holds up no vote.
        TellAsync().Ignore();
        return [.. votes.Select(vote => Task.FromResult(new QuestionVotes(vote.QuestionId, counts[vote.QuestionId])))];
    }

    private Task TellAsync()
    {
        var now = services.Time.GetUtcNow();
        if (untold.Count == 0 || now - toldAt < TellInterval)
            return Task.CompletedTask;
        toldAt = now;
        ImmutableArray<QuestionVotes> votes = [.. untold.Select(each => new QuestionVotes(each.Key, each.Value))];
        untold.Clear();
        return board.PublishAsync(new VotesCounted(votes));
    }
}
