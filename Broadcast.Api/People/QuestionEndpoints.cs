using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.People;

/// <summary>What people asked, for the webinar's organizer.</summary>
internal static class QuestionEndpoints
{
    private static readonly string[] Heading = ["Asked at (UTC)", "Name", "Role", "Question", "Votes", "State", "Answered at (UTC)", "Answered by", "Answer"];

    public static IEndpointRouteBuilder MapQuestions(this IEndpointRouteBuilder routes)
    {
        var webinar = routes.MapGroup("/api/webinars/{id}").WithTags("Questions").RequireAuthorization();
        webinar.MapGet("/questions", List);
        webinar.MapGet("/questions.csv", Export);
        webinar.MapDelete("/questions/{questionId}", Dismiss);
        return routes;
    }

    private static async Task<Ok<IReadOnlyList<StageQuestion>>> List(string id, IDbContextFactory<BroadcastDb> databases, CancellationToken cancellationToken) =>
        TypedResults.Ok(await new QuestionLog(new(id), databases).ListAsync(cancellationToken));

    private static async Task<FileContentHttpResult> Export(string id, IDbContextFactory<BroadcastDb> databases, CancellationToken cancellationToken)
    {
        var questions = await new QuestionLog(new(id), databases).ListAsync(cancellationToken);
        return TypedResults.File(CsvFile.Write(Heading, questions.Select(Row)), CsvFile.ContentType, "questions.csv");
    }

    private static object?[] Row(StageQuestion question) =>
    [
        question.AskedAt, question.DisplayName ?? "Anonymous", question.Role, question.Text, question.Votes, question.State,
        question.AnsweredAt, question.AnsweredBy, question.Answer ?? (question.AnsweredAt is null ? null : "Live"),
    ];

    private static async Task<NoContent> Dismiss(string id, string questionId, Moderator moderator, HttpContext http)
    {
        await moderator.DismissQuestionAsync(new(id), questionId, AuditActor.Of(http));
        return TypedResults.NoContent();
    }
}
