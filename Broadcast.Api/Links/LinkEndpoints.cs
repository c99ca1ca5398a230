using System.Security.Claims;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Recorder.Stage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadcast.Api.Links;

/// <summary>Links of a webinar, for its organizer to hand out and to take back.</summary>
internal static class LinkEndpoints
{
    public static IEndpointRouteBuilder MapLinks(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/api/webinars/{id}/links").WithTags("Links").RequireAuthorization();
        links.MapGet("", GetLinks);
        links.MapPost("", CreateLink);
        links.MapPost("/revoke", RevokeLinks);
        links.MapDelete("/{linkId}", RevokeLink);
        return routes;
    }

    private static async Task<Results<Ok<WebinarLinks>, ProblemHttpResult>> GetLinks(
        string id, BroadcastDb db, LinkBook book, LinkUrls urls, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([new WebinarId(id)], cancellationToken) is not { } webinar)
            return NoSuchWebinar();
        var presenter = await book.StandingAsync(webinar, StageRole.Presenter, NameOf(user), cancellationToken);
        var audience = await book.StandingAsync(webinar, StageRole.Viewer, NameOf(user), cancellationToken);
        var issued = await book.ListAsync(new(id), cancellationToken);
        return TypedResults.Ok(new WebinarLinks(urls.Of(presenter), urls.Of(audience), [.. issued.Select(link => LinkView.Of(link, urls))]));
    }

    private static async Task<Results<Created<LinkView>, ProblemHttpResult>> CreateLink(
        string id, LinkRequest request, BroadcastDb db, LinkBook book, LinkUrls urls, ClaimsPrincipal user, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([new WebinarId(id)], cancellationToken) is null)
            return NoSuchWebinar();
        var expiresAt = time.GetUtcNow().AddMinutes(request.ExpiresInMinutes);
        var link = await book.IssueAsync(new(id), request.Role, expiresAt, request.Label, NameOf(user), cancellationToken);
        return TypedResults.Created($"/api/webinars/{id}/links/{link.Id}", LinkView.Of(link, urls));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeLink(string id, string linkId, LinkBook book) =>
        await book.RevokeAsync(new(id), linkId) ? TypedResults.NoContent() : Problems.NotFound("The webinar has no such link.");

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeLinks(
        string id, RevocationRequest request, BroadcastDb db, LinkBook book, CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([new WebinarId(id)], cancellationToken) is null)
            return NoSuchWebinar();
        await book.RevokeAllAsync(new(id), request.Role);
        return TypedResults.NoContent();
    }

    private static string? NameOf(ClaimsPrincipal organizer) => organizer.FindFirstValue(ClaimTypes.Name);

    private static ProblemHttpResult NoSuchWebinar() => Problems.NotFound("There is no such webinar.");
}
