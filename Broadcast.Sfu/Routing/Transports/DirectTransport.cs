using System.Text.Json;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Routers;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>Hands packets to code in the node's own process: the recorder. Nothing arrives on it and nothing is sent.</summary>
internal sealed class DirectTransport(Router router, TransportId id, RequestFingerprint createdBy, IDirectSink sink) : Transport(router, id, createdBy)
{
    public IDirectSink Sink { get; } = sink;

    public override ControlResponse Created => Accepted.Instance;

    public void Deliver(Instant now, JsonElement stageEvent) => Sink.OnEvent(now, stageEvent);

    protected override int Write(RtpTemplate template, in RtpStamp stamp, Span<byte> slot) => 0;

    protected override int ProtectRtcp(Span<byte> buffer, int length) => 0;

    protected override void Release(Instant now, SendBatch output) => Sink.OnClosed(now);
}
