using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Routers;

/// <summary>The transports of one webinar, between which media may flow. Lives on one worker.</summary>
internal sealed class Router : IHandled
{
    public Router(WorkerContext context, RouterId id, RtpCapabilities capabilities, RequestFingerprint createdBy)
    {
        Context = context;
        Id = id;
        Capabilities = capabilities;
        CreatedBy = createdBy;
        AudioLevels = new AudioLevelObserver(this);
    }

    public WorkerContext Context { get; }
    public RouterId Id { get; }
    public RtpCapabilities Capabilities { get; }
    public RequestFingerprint CreatedBy { get; }
    public List<Transport> Transports { get; } = [];
    public AudioLevelObserver AudioLevels { get; }

    /// <summary>Each of its transports says so; of itself nothing is left to tell.</summary>
    public void CloseUnasked(Instant now, string reason, SendBatch output) => Close(now, output);

    public void Close(Instant now, SendBatch output)
    {
        AudioLevels.Close();
        while (Transports.Count > 0)
            Transports[^1].CloseUnasked(now, "router closed", output);
        Context.Routers.Remove(Id);
    }
}
