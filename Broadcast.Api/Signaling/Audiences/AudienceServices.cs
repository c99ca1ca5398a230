using Broadcast.Api.Limits;
using Broadcast.Api.Moderation;
using Broadcast.Api.Nodes;
using Broadcast.Api.Signaling.Connections;
using Broadcast.Api.Stage;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>What every audience of the process shares.</summary>
internal sealed record AudienceServices(
    Stages Stages,
    IGrainFactory Grains,
    AudienceGroups Groups,
    LinkConnections Connections,
    ViewerPlacement Placement,
    MovingPace Pace,
    IceServers IceServers,
    QualityMetrics Quality,
    IOptions<LimitsOptions> Limits,
    IOptions<ModerationOptions> Moderation,
    TimeProvider Time,
    ILogger<LocalAudience> Logger);
