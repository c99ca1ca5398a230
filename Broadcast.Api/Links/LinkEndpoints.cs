using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadcast.Api.Links;

/// <summary>Links of a webinar, for its organizer to hand out.</summary>
public static class LinkEndpoints
{
    public static IEndpointRouteBuilder MapLinks(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/api/webinars/{id}/links").WithTags("Links").RequireAuthorization();
        links.MapGet("", GetLinks);
        links.MapPost("", CreateLink);
        return routes;
    }

    static async Task<Results<Ok<WebinarLinks>, ProblemHttpResult>> GetLinks(
        string id, BroadcastDb db, LinkUrls urls, CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([id], cancellationToken) is not { } webinar)
            return Problems.NotFound("There is no such webinar.");
        return TypedResults.Ok(new WebinarLinks(urls.Create(webinar, StageRole.Presenter), urls.Create(webinar, StageRole.Viewer)));
    }

    static async Task<Results<Created<LinkView>, ProblemHttpResult>> CreateLink(
        string id, LinkRequest request, BroadcastDb db, LinkUrls urls, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([id], cancellationToken) is not { } webinar)
            return Problems.NotFound("There is no such webinar.");
        var expiresAt = time.GetUtcNow().AddMinutes(request.ExpiresInMinutes);
        var url = urls.Create(webinar.Id, request.Role, expiresAt);
        return TypedResults.Created(url, new LinkView(url, expiresAt));
    }
}
