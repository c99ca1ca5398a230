using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Live;
using Broadcast.Sfu.Control.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Stage;

/// <summary>What every stage of the process shares.</summary>
public sealed record StageServices(
    IControlChannel Node,
    IDbContextFactory<BroadcastDb> Databases,
    IHubContext<StageHub, IStageClient> Hub,
    RecordingPipeline Pipeline,
    LiveRecordings Live,
    IceServers IceServers,
    AuditLog Audit,
    TimeProvider Time,
    ILogger<WebinarStage> Logger);
