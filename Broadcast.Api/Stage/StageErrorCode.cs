namespace Broadcast.Api.Stage;

/// <summary>Why the stage refuses a call (docs/protocol.md).</summary>
internal enum StageErrorCode
{
    InvalidRequest,
    Forbidden,
    NotFound,
    Conflict,
    NotJoined,
    RateLimited,
    Unsupported,
    WebinarFull,
    /// <summary>Somebody who was removed from the webinar and is kept out of it.</summary>
    Removed,
    MediaUnavailable,
    /// <summary>A fault of ours, which the log has.</summary>
    Internal,
}
