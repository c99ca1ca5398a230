using Broadcast.Api.Hosting;

namespace Broadcast.Api.Recordings;

/// <param name="ExpiresAt">When the recording is deleted; null for never.</param>
/// <param name="LegalHold">It neither expires nor can be deleted.</param>
public sealed record RetentionRequest([property: WithinYears(100, InFuture = true)] DateTimeOffset? ExpiresAt, bool LegalHold)
{
    public override string ToString() =>
        (LegalHold ? "On legal hold" : "Not on hold") + (ExpiresAt is { } at ? $", deleted on {at.UtcDateTime:yyyy-MM-dd}" : ", kept for ever");
}
