using Broadcast.Api.Audit;
using Broadcast.Api.Http;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Primitives;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadcast.Api.People;

/// <summary>Who is in a webinar and who was removed, for its organizer.</summary>
internal static class PeopleEndpoints
{
    public static IEndpointRouteBuilder MapPeople(this IEndpointRouteBuilder routes)
    {
        var webinar = routes.MapGroup("/api/webinars/{id}").WithTags("People").RequireAuthorization();
        webinar.MapGet("/people", List);
        webinar.MapGet("/people/{participantId}/quality", Quality);
        webinar.MapDelete("/people/{participantId}", Remove);
        webinar.MapDelete("/removed/{removalId}", LetIn);
        webinar.MapDelete("/chat/{messageId}", RemoveMessage);
        return routes;
    }

    private static async Task<Ok<WebinarPeople>> List(string id, Stages stages) => TypedResults.Ok(await stages.Of(new(id)).PeopleAsync());

    private static async Task<Ok<PersonQuality>> Quality(string id, string participantId, Stages stages) => IId.IsValid(participantId)
        ? TypedResults.Ok(await stages.Of(new(id)).PersonQualityAsync(new(participantId)))
        : throw new StageException(StageErrorCode.NotFound, "There is no such person.");

    private static async Task<NoContent> Remove(
        string id, string participantId, Moderator moderator, HttpContext http)
    {
        await moderator.RemovePersonAsync(new(id), new(participantId), AuditActor.Of(http));
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> LetIn(
        string id, string removalId, Moderator moderator, HttpContext http) =>
        await moderator.LetInAsync(new(id), removalId, AuditActor.Of(http))
            ? TypedResults.NoContent()
            : Problems.NotFound("Nobody is kept out by that id.");

    private static async Task<NoContent> RemoveMessage(
        string id, string messageId, Moderator moderator, HttpContext http)
    {
        await moderator.RemoveMessageAsync(new(id), messageId, AuditActor.Of(http));
        return TypedResults.NoContent();
    }
}
