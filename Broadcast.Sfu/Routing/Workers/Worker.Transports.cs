using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Workers;

/// <summary>Requests about transports.</summary>
public sealed partial class Worker
{
    private ControlResponse Create(Instant now, CreateWebRtcTransport request)
    {
        var fingerprint = RequestFingerprint.Of(request);
        if (AnswerWithoutCreating(request.Router, request.Transport, fingerprint, out var router) is { } answer)
            return answer;
        return router.Add(new WebRtcTransport(now, router.Place(request.Transport, fingerprint), request.ReceiveOnly, demultiplexer, dtls));
    }

    private ControlResponse Create(Instant now, CreatePlainTransport request)
    {
        var fingerprint = RequestFingerprint.Of(request);
        if (AnswerWithoutCreating(request.Router, request.Transport, fingerprint, out var router) is { } answer)
            return answer;
        if (!IPAddress.TryParse(request.ListenIp, out _))
            return Refusal.Invalid($"listenIp '{request.ListenIp}' is not an address.");
        if (!TryOpen(request.ListenIp, out var rtp))
            return CannotBind(request.ListenIp);
        var place = router.Place(request.Transport, fingerprint);
        if (request.RtcpMux)
            return router.Add(new PlainTransport(now, place, request, demultiplexer, rtp, rtcp: null));
        if (TryOpen(request.ListenIp, out var rtcp))
            return router.Add(new PlainTransport(now, place, request, demultiplexer, rtp, rtcp));
        sockets.Close(rtp.Index);
        return CannotBind(request.ListenIp);
    }

    private ControlResponse Create(CreateDirectTransport request)
    {
        var fingerprint = RequestFingerprint.Of(request);
        if (AnswerWithoutCreating(request.Router, request.Transport, fingerprint, out var router) is { } answer)
            return answer;
        if (directSinks.TryOpen(request.Sink, Report, out var refusal) is { } sink)
            return router.Add(new DirectTransport(router.Place(request.Transport, fingerprint), request.Sink, sink));
        return refusal is null ? Refusal.Invalid($"There is no sink '{request.Sink}'.") : new ControlError(ControlErrorCode.InvalidState, refusal);

        void Report(JsonElement report) => context.Notify(new SinkReported(request.Router, request.Transport, report));
    }

    private ControlResponse Connect(Instant now, ConnectWebRtcTransport request, SendBatch output)
    {
        if (!TryFind<WebRtcTransport>(request.Transport, "WebRTC", out var transport, out var error))
            return error;
        if (transport.RemoteDtls is { } known)
            return Same(known, request.DtlsParameters)
                ? new WebRtcTransportConnected(transport.Id, transport.LocalRole)
                : Refusal.Taken(request.Transport);
        foreach (var fingerprint in request.DtlsParameters.Fingerprints)
            if (!DtlsFingerprints.IsValid(fingerprint))
                return Refusal.Invalid($"'{fingerprint.Algorithm} {fingerprint.Value}' is not a fingerprint.");
        transport.Connect(now, request.DtlsParameters, output);
        return new WebRtcTransportConnected(transport.Id, transport.LocalRole);
    }

    private ControlResponse Connect(Instant now, ConnectPlainTransport request, SendBatch output)
    {
        if (!TryFind<PlainTransport>(request.Transport, "plain", out var transport, out var error))
            return error;
        if (transport.ConnectedBy is { } known)
            return known == request ? Accepted.Instance : Refusal.Taken(request.Transport);
        if (transport.IsComedia)
            return new ControlError(ControlErrorCode.InvalidState, $"Transport '{request.Transport}' takes its remote from the first packet.");
        if (!IPAddress.TryParse(request.Ip, out var address))
            return Refusal.Invalid($"ip '{request.Ip}' is not an address.");
        TransportTuple? rtcp = request.RtcpPort is { } other ? TransportTuple.From(new IPEndPoint(address, other)) : null;
        transport.Connect(now, request, TransportTuple.From(new IPEndPoint(address, request.Port)), rtcp, output);
        return Accepted.Instance;
    }

    private ControlResponse Send(Instant now, SendToDirectTransport request)
    {
        if (!TryFind<DirectTransport>(request.Transport, "direct", out var transport, out var error))
            return error;
        transport.Deliver(now, request.Event);
        return Accepted.Instance;
    }

    private ControlResponse Restart(RestartIce request) =>
        TryFind<WebRtcTransport>(request.Transport, "WebRTC", out var transport, out var error)
            ? new IceRestarted(transport.Id, transport.RestartIce())
            : error;

    private ControlResponse SetMaxOutgoingBitrate(SetMaxOutgoingBitrate request)
    {
        if (!TryFind<NetworkTransport>(request.Transport, "WebRTC or plain", out var transport, out var error))
            return error;
        transport.MaxOutgoingBps = request.Bitrate;
        return Accepted.Instance;
    }

    private Accepted Close(Instant now, CloseTransport request, SendBatch output)
    {
        if (registry.Transports.TryGetValue(request.Transport, out var transport))
            registry.Routers[transport.Router].Close(now, transport, output);
        return Accepted.Instance;
    }

    private ControlResponse Dump(DumpTransport request) => registry.Transports.TryGetValue(request.Transport, out var transport)
        ? new TransportContents(transport.Id, [.. transport.Consumers.Select(consumer => consumer.Dump())])
        : Refusal.TransportNotFound(request.Transport);

    private ControlResponse GetStats(GetTransportStats request) =>
        registry.Transports.TryGetValue(request.Transport, out var transport) ? transport.GetStats() : Refusal.TransportNotFound(request.Transport);

    /// <returns>The answer to a repeated or refused request; null if the transport is to be made.</returns>
    private ControlResponse? AnswerWithoutCreating(RouterId routerId, TransportId id, RequestFingerprint fingerprint, out Router router)
    {
        router = null!;
        if (registry.Transports.TryGetValue(id, out var existing))
            return existing.CreatedBy == fingerprint ? existing.Created : Refusal.Taken(id);
        if (!registry.Routers.TryGetValue(routerId, out router!))
            return Refusal.RouterNotFound(routerId);
        return registry.Transports.Count >= Options.MaxTransports ? Refusal.LimitReached("transports", Options.MaxTransports) : null;
    }

    private bool TryFind<TTransport>(
        TransportId id, string kind,
        [NotNullWhen(true)] out TTransport? transport,
        [NotNullWhen(false)] out ControlError? error) where TTransport : Transport
    {
        transport = registry.Transports.GetValueOrDefault(id) as TTransport;
        error = transport is not null ? null : registry.Transports.ContainsKey(id) ? Refusal.WrongKind(id, kind) : Refusal.TransportNotFound(id);
        return transport is not null;
    }

    private bool TryOpen(string listenIp, out PlainSocket socket)
    {
        var isOpen = sockets.TryOpen(listenIp, wanted: 0, out var index, out var port);
        socket = new PlainSocket(index, port);
        return isOpen;
    }

    private static ControlError CannotBind(string listenIp) => new(ControlErrorCode.ResourceExhausted, $"No socket could be opened on '{listenIp}'.");

    private static bool Same(DtlsParameters a, DtlsParameters b) => a.Role == b.Role && a.Fingerprints.SequenceEqual(b.Fingerprints);
}
