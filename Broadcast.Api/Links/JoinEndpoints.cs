using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Broadcast.Api.Moderation;
using Broadcast.Api.Webinars;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadcast.Api.Links;

/// <summary>What a page needs to know about the link it was opened with, before it joins.</summary>
public static class JoinEndpoints
{
    public static IEndpointRouteBuilder MapJoin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/join/{token}", GetInvitation).WithTags("Join").RequireRateLimiting(RateLimits.Join);
        return routes;
    }

    static async Task<Results<Ok<Invitation>, ProblemHttpResult>> GetInvitation(
        string token, LinkBook book, BroadcastDb db, Visitors visitors, HttpContext http, CancellationToken cancellationToken)
    {
        var (verdict, link) = await book.CheckAsync(token, cancellationToken);
        if (link is null)
            return Problems.Link(verdict);
        if (await db.Webinars.FindAsync([link.WebinarId], cancellationToken) is not { } webinar)
            return Problems.NotFound("This webinar has been deleted.");
        visitors.Welcome(http);
        return TypedResults.Ok(new Invitation(link.Role, new InvitedWebinar(
            webinar.Id, webinar.Title, webinar.Description, webinar.State, webinar.StartsAt)));
    }
}

/// <summary>What a link is good for.</summary>
public sealed record Invitation(StageRole Role, InvitedWebinar Webinar);

public sealed record InvitedWebinar(string Id, string Title, string? Description, WebinarState State, DateTimeOffset? StartsAt);
