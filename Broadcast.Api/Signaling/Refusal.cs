using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling;

/// <summary>A refused call as the hub answers it: <c>code: sentence</c>, which clients find behind the exception's name that SignalR puts before it.</summary>
internal static class Refusal
{
    public static HubException Of(StageErrorCode code, string sentence, Exception? cause = null) => new($"{NameOf(code)}: {sentence}", cause);

    public static string CodeOf(HubException refusal) => refusal.Message.Split(':')[0];

    private static string NameOf(StageErrorCode code) => code switch
    {
        StageErrorCode.InvalidRequest => "invalid_request",
        StageErrorCode.Forbidden => "forbidden",
        StageErrorCode.NotFound => "not_found",
        StageErrorCode.Conflict => "conflict",
        StageErrorCode.NotJoined => "not_joined",
        StageErrorCode.RateLimited => "rate_limited",
        StageErrorCode.Unsupported => "unsupported",
        StageErrorCode.WebinarFull => "webinar_full",
        StageErrorCode.Removed => "removed",
        StageErrorCode.Internal => "internal_error",
        _ => "media_unavailable",
    };
}
