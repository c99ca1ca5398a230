using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Api.Moderation;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadcast.Api.Links;

/// <summary>What a page needs to know about the link it was opened with, before it joins.</summary>
internal static class JoinEndpoints
{
    public static IEndpointRouteBuilder MapJoin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/join/{token}", GetInvitation).WithTags("Join").LimitPerAddress(AddressLimit.Join);
        return routes;
    }

    private static async Task<Results<Ok<Invitation>, ProblemHttpResult>> GetInvitation(
        string token, LinkBook book, BroadcastDb db, Visitors visitors, HttpContext http, CancellationToken cancellationToken)
    {
        var (verdict, link) = await book.CheckAsync(token, cancellationToken);
        if (link is null)
            return LinkProblems.Of(verdict);
        if (await db.Webinars.FindAsync([link.WebinarId], cancellationToken) is not { } webinar)
            return Problems.NotFound("This webinar has been deleted.");
        visitors.Welcome(http);
        return TypedResults.Ok(new Invitation(link.Role, new InvitedWebinar(
            webinar.Id, webinar.Title, webinar.Description, webinar.State, webinar.StartsAt), Receivable(webinar)));
    }

    /// <summary>They are the same for every router of this build.</summary>
    private static RtpCapabilities? Receivable(Webinar webinar) =>
        webinar.State != WebinarState.Ended && RouterRtpCapabilities.TryCreate(mediaCodecs: null, out var capabilities, out _) ? capabilities : null;
}

/// <summary>What a link is good for.</summary>
/// <param name="RouterRtpCapabilities">What there will be to receive, so that a page can be ready before it joins; null after the end.</param>
internal sealed record Invitation(StageRole Role, InvitedWebinar Webinar, RtpCapabilities? RouterRtpCapabilities);

internal sealed record InvitedWebinar(WebinarId Id, string Title, string? Description, WebinarState State, DateTimeOffset? StartsAt);
