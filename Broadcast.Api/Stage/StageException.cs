using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Stage;

/// <summary>A refused call of the stage. On the hub its message is <c>code: sentence</c>; over HTTP it becomes problem+json.</summary>
public sealed class StageException(StageErrorCode code, string sentence, Exception? cause = null)
    : HubException($"{Name(code)}: {sentence}", cause)
{
    public StageErrorCode Code { get; } = code;
    public string Sentence { get; } = sentence;

    static string Name(StageErrorCode code) => code switch
    {
        StageErrorCode.InvalidRequest => "invalid_request",
        StageErrorCode.Forbidden => "forbidden",
        StageErrorCode.NotFound => "not_found",
        StageErrorCode.Conflict => "conflict",
        StageErrorCode.NotJoined => "not_joined",
        StageErrorCode.RateLimited => "rate_limited",
        _ => "media_unavailable",
    };
}
