using Broadcast.Api.Http;
using Broadcast.Api.Signaling.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadcast.Api.Links;

/// <summary>Why a link lets nobody in.</summary>
internal static class LinkProblems
{
    public static ProblemHttpResult Of(LinkVerdict verdict) => verdict switch
    {
        LinkVerdict.Expired => Of(Dismissal.LinkExpired),
        LinkVerdict.Revoked => Of(Dismissal.LinkRevoked),
        _ => Problems.Unauthorized("link_invalid", "This link is not valid. Check that it was copied completely."),
    };

    private static ProblemHttpResult Of(Dismissal why) => Problems.Unauthorized(why.Code, why.Message);
}
