using System.Collections.Immutable;
using Broadcast.Api.Data;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// Who is for which question. Votes that come while others are being stored are stored together afterwards; how many there are is told
/// once a second at most, of all questions together.
/// </summary>
internal sealed class VotesPart(StageBoard board, QuestionLog log, StageServices services) : IStagePart
{
    /// <summary>How many are stored together at most: so long nothing else happens on a stage whose database is a file.</summary>
    private const int MostTogether = 500;

    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(1);

    private readonly Queue<Casting> waiting = [];
    private readonly Dictionary<string, int> untold = [];
    private Task storing = Task.CompletedTask;
    private DateTimeOffset toldAt;

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
        var casting = new Casting(vote);
        waiting.Enqueue(casting);
        if (storing.IsCompleted)
            storing = StoreWaitingAsync();
        return casting.Counted.Task;
    }

    private async Task StoreWaitingAsync()
    {
        while (waiting.Count > 0)
        {
            var together = new List<Casting>();
            while (together.Count < MostTogether && waiting.TryDequeue(out var next))
                together.Add(next);
            try
            {
                var counts = await log.VoteAsync([.. together.Select(casting => casting.Vote)]);
                foreach (var casting in together)
                    casting.Counted.SetResult(new QuestionVotes(casting.Vote.QuestionId, counts[casting.Vote.QuestionId]));
                foreach (var (question, votes) in counts)
                    untold[question] = votes;
            }
            catch (Exception failure)
            {
                foreach (var casting in together)
                    casting.Counted.TrySetException(failure);
            }
            // Is not waited for: a process that does not answer holds up no vote.
            TellAsync().Ignore();
        }
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

    private sealed class Casting(Vote vote)
    {
        public Vote Vote => vote;

        public TaskCompletionSource<QuestionVotes> Counted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
