using System.Globalization;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Questions;

/// <summary>The questions of one webinar in the database.</summary>
/// <param name="webinarId">Whose questions they are.</param>
/// <param name="databases">Where they are.</param>
internal sealed class QuestionLog(WebinarId webinarId, IDbContextFactory<BroadcastDb> databases)
{
    /// <summary>How many an organizer is shown.</summary>
    private const int MostListed = 10_000;

    /// <summary>What is not dismissed, as far as there is room for it: first of all what is not answered.</summary>
    /// <param name="mostBytes">How much a newcomer is given at most, as it is sent.</param>
    public async Task<QuestionBoard> LoadAsync(int mostBytes)
    {
        await using var db = await databases.CreateDbContextAsync();
        var questions = await All(db)
            .Where(question => question.State != QuestionState.Dismissed)
            .OrderBy(question => question.State == QuestionState.Answered).ThenByDescending(question => question.Id)
            .Take(QuestionBoard.MostQuestions)
            .ToListAsync();
        var votes = await CountsAsync(db, [.. questions.Select(question => question.Id)]);
        return questions.OrderBy(question => question.Id).Aggregate(
            new QuestionBoard(mostBytes, []),
            (board, question) => board.With(StageQuestion.Of(question, votes.GetValueOrDefault(question.Id)), question.ParticipantId));
    }

    public async Task AddAsync(Question question)
    {
        await using var db = await databases.CreateDbContextAsync();
        db.Questions.Add(question);
        await db.SaveChangesAsync();
    }

    /// <param name="change">What is to be stored of it.</param>
    /// <returns>It, and how many are for it; null if there is no such question.</returns>
    public async Task<(Question Question, int Votes)?> ChangeAsync(string questionId, Action<Question> change)
    {
        if (!TryParse(questionId, out var id))
            return null;
        await using var db = await databases.CreateDbContextAsync();
        if (await db.Questions.SingleOrDefaultAsync(question => question.Id == id && question.WebinarId == webinarId) is not { } question)
            return null;
        change(question);
        await db.SaveChangesAsync();
        return (question, await db.QuestionVotes.CountAsync(vote => vote.QuestionId == id));
    }

    /// <summary>Adds votes and takes others back, all of them or none; who is for a question already is so once.</summary>
    /// <returns>How many are for each of these questions.</returns>
    public async Task<IReadOnlyDictionary<string, int>> VoteAsync(IReadOnlyCollection<Vote> votes)
    {
        await using var db = await databases.CreateDbContextAsync();
        await using var together = await db.Database.BeginTransactionAsync();
        foreach (var (questionId, voter, isFor) in votes)
        {
            var id = Parse(questionId);
            if (isFor)
                await db.Database.ExecuteSqlAsync($"""INSERT INTO "QuestionVotes" ("QuestionId", "Voter") VALUES ({id}, {voter}) ON CONFLICT DO NOTHING""");
            else
                await db.QuestionVotes.Where(vote => vote.QuestionId == id && vote.Voter == voter).ExecuteDeleteAsync();
        }
        var ids = votes.Select(vote => vote.QuestionId).Distinct().ToList();
        var counts = await CountsAsync(db, [.. ids.Select(Parse)]);
        await together.CommitAsync();
        return ids.ToDictionary(id => id, id => counts.GetValueOrDefault(Parse(id)));
    }

    /// <summary>What somebody asked and is for.</summary>
    /// <param name="visitorId">Their browser, if it has a cookie.</param>
    /// <param name="most">How many that they asked.</param>
    public async Task<MyQuestions> MineAsync(ParticipantId participantId, string? visitorId, int most)
    {
        await using var db = await databases.CreateDbContextAsync();
        var asked = await All(db)
            .Where(question => question.ParticipantId == participantId || visitorId != null && question.VisitorId == visitorId)
            .OrderByDescending(question => question.Id)
            .Take(most)
            .ToListAsync();
        var voter = Vote.VoterOf(participantId, visitorId);
        var votedFor = await db.QuestionVotes.AsNoTracking()
            .Where(vote => vote.Voter == voter && db.Questions.Any(question => question.Id == vote.QuestionId && question.WebinarId == webinarId))
            .OrderByDescending(vote => vote.QuestionId)
            .Take(QuestionBoard.MostQuestions)
            .Select(vote => vote.QuestionId)
            .ToListAsync();
        var votes = await CountsAsync(db, [.. asked.Select(question => question.Id), .. votedFor]);
        return new MyQuestions(
            [.. asked.AsEnumerable().Reverse().Select(question => StageQuestion.Of(question, votes.GetValueOrDefault(question.Id)))],
            [.. votedFor.Select(id => new QuestionVotes(id.ToString(CultureInfo.InvariantCulture), votes.GetValueOrDefault(id)))]);
    }

    /// <summary>All that were asked, dismissed ones too, in the order in which they were.</summary>
    public async Task<IReadOnlyList<StageQuestion>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var counted = await All(db)
            .OrderBy(question => question.Id)
            .Take(MostListed)
            .Select(question => new { Question = question, Votes = db.QuestionVotes.Count(vote => vote.QuestionId == question.Id) })
            .ToListAsync(cancellationToken);
        return [.. counted.Select(each => StageQuestion.Of(each.Question, each.Votes))];
    }

    /// <summary>The latest that somebody asked by their name, be it dismissed or not.</summary>
    /// <returns>Null if they asked nothing.</returns>
    public async Task<Question?> LastOfAsync(ParticipantId participantId)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await All(db)
            .Where(question => question.ParticipantId == participantId && !question.IsAnonymous)
            .OrderByDescending(question => question.Id)
            .FirstOrDefaultAsync();
    }

    private IQueryable<Question> All(BroadcastDb db) => db.Questions.AsNoTracking().Where(question => question.WebinarId == webinarId);

    private static Task<Dictionary<long, int>> CountsAsync(BroadcastDb db, IReadOnlyCollection<long> questions) => db.QuestionVotes
        .Where(vote => questions.Contains(vote.QuestionId))
        .GroupBy(vote => vote.QuestionId)
        .Select(votes => new { Question = votes.Key, Votes = votes.Count() })
        .ToDictionaryAsync(each => each.Question, each => each.Votes);

    private static bool TryParse(string questionId, out long id) => long.TryParse(questionId, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static long Parse(string questionId) => long.Parse(questionId, NumberStyles.None, CultureInfo.InvariantCulture);
}
