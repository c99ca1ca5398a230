using Broadcast.Api.Http;

namespace Broadcast.Api.Recordings;

/// <param name="LegalHold">It neither expires nor can be deleted.</param>
/// <param name="ExpiresAt">When the recording is deleted; null for never.</param>
internal sealed record RetentionRequest(bool LegalHold, [property: WithinYears(100, InFuture = true)] DateTimeOffset? ExpiresAt = null)
{
    public override string ToString() =>
        (LegalHold ? "On legal hold" : "Not on hold") + (ExpiresAt is { } at ? $", deleted on {at.UtcDateTime:yyyy-MM-dd}" : ", kept for ever");
}
