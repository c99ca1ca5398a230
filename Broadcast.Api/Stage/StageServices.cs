using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Limits;
using Broadcast.Api.Moderation;
using Broadcast.Api.Signaling;
using Broadcast.Jobs.Pipeline;
using Broadcast.Sfu.Control.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Stage;

/// <summary>What every stage of the process shares.</summary>
public sealed record StageServices(
    IControlChannel Node,
    RouterOwners Routers,
    IDbContextFactory<BroadcastDb> Databases,
    IHubContext<StageHub, IStageClient> Hub,
    RecordingPipeline Pipeline,
    IceServers IceServers,
    AuditLog Audit,
    IOptions<StageOptions> Settings,
    IOptions<LimitsOptions> Limits,
    IOptions<ModerationOptions> Moderation,
    TimeProvider Time,
    ILogger<WebinarStage> Logger)
{
    public StageOptions Options => Settings.Value;
}
