using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Limits;
using Broadcast.Api.Nodes;
using Broadcast.Jobs.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Stage.Parts;

/// <summary>What every stage of the process shares.</summary>
internal sealed record StageServices(
    IDbContextFactory<BroadcastDb> Databases,
    RecordingPipeline Pipeline,
    AuditLog Audit,
    IOptions<StageOptions> Settings,
    IOptions<LimitsOptions> Limits,
    IOptions<PlacementOptions> Placement,
    NodeConnector Nodes,
    StagesHere Here,
    TimeProvider Time,
    ILogger<WebinarGrain> Logger)
{
    public StageOptions Options => Settings.Value;
}
