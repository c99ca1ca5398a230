using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Routers;

namespace Broadcast.Sfu.Routing.Workers;

/// <summary>Requests: each is decided before anything changes.</summary>
public sealed partial class Worker
{
    /// <summary>Carries out one request; a refused one changes nothing, a repeated one answers as the first time.</summary>
    public ControlResponse HandleRequest(Instant now, WorkerRequest request, SendBatch output) => request switch
    {
        CreateRouter create => Create(create),
        CloseRouter close => Close(now, close, output),
        DumpRouter dump => Dump(dump),
        GetRouterStats get => GetStats(get),
        CreateWebRtcTransport create => Create(now, create),
        CreatePlainTransport create => Create(now, create),
        CreateDirectTransport create => Create(create),
        CreatePipeTransport create => Create(create),
        ConnectWebRtcTransport connect => Connect(now, connect, output),
        ConnectPlainTransport connect => Connect(now, connect, output),
        ConnectPipeTransport connect => Connect(now, connect, output),
        RenewPipeKey renew => Renew(renew),
        SendToDirectTransport send => Send(now, send),
        RestartIce restart => Restart(restart),
        CloseTransport close => Close(now, close, output),
        DumpTransport dump => Dump(dump),
        GetTransportStats get => GetStats(get),
        SetMaxOutgoingBitrate set => SetMaxOutgoingBitrate(set),
        Produce produce => Produce(now, produce),
        Consume consume => Consume(now, consume, output),
        PauseProducer pause => SetPaused(now, pause.Producer, true, output),
        ResumeProducer resume => SetPaused(now, resume.Producer, false, output),
        MoveProducer move => Move(now, move),
        CloseProducer close => Close(now, close),
        PauseConsumer pause => SetPaused(now, pause.Consumer, true, output),
        ResumeConsumer resume => SetPaused(now, resume.Consumer, false, output),
        RequestKeyFrame wanted => RequestKeyFrame(now, wanted, output),
        SetPreferredLayers set => SetPreferredLayers(now, set, output),
        SetPriority set => SetPriority(set),
        CloseConsumer close => Close(now, close),
        _ => Refusal.Invalid($"Unknown request '{request.GetType().Name}'."),
    };

    private ControlResponse Create(CreateRouter request)
    {
        var fingerprint = RequestFingerprint.Of(request);
        if (registry.Routers.TryGetValue(request.Router, out var existing))
            return existing.CreatedBy == fingerprint ? new RouterCreated(existing.Id, existing.Capabilities) : Refusal.Taken(request.Router);
        if (registry.Routers.Count >= Options.MaxRouters)
            return Refusal.LimitReached("routers", Options.MaxRouters);
        if (!RouterRtpCapabilities.TryCreate(request.MediaCodecs, out var capabilities, out var error))
            return error;
        var router = new Router(context, registry, request, capabilities, fingerprint);
        return new RouterCreated(router.Id, router.Capabilities);
    }

    private Accepted Close(Instant now, CloseRouter request, SendBatch output)
    {
        if (registry.Routers.TryGetValue(request.Router, out var router))
            router.Close(now, output);
        return Accepted.Instance;
    }

    private ControlResponse Dump(DumpRouter request) =>
        registry.Routers.TryGetValue(request.Router, out var router) ? router.Dump() : Refusal.RouterNotFound(request.Router);

    private ControlResponse GetStats(GetRouterStats request) =>
        registry.Routers.TryGetValue(request.Router, out var router) ? router.GetStats(request.LossAbove) : Refusal.RouterNotFound(request.Router);
}
