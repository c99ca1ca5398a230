using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Data;

/// <summary>Says that all links of a role were revoked once: those of which nothing is stored, because an older version made them, are void.</summary>
internal sealed class RevokedRole
{
    public required WebinarId WebinarId { get; init; }
    public required StageRole Role { get; init; }
    public required DateTimeOffset RevokedAt { get; init; }
}
