using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>Hands packets to code in the node's own process: the recorder. Nothing arrives on it and nothing is sent.</summary>
/// <param name="name">Of the sink.</param>
internal sealed class DirectTransport(TransportPlace place, string name, IDirectSink sink) : Transport(place)
{
    public IDirectSink Sink { get; } = sink;

    public override TransportDump Dump() => new(Id, TransportKind.Direct, name);

    public override ControlResponse Created => Accepted.Instance;

    public void Deliver(Instant now, JsonElement stageEvent) => Sink.OnEvent(now, stageEvent);

    protected override void Release(Instant now, SendBatch output) => Sink.OnClosed(now);
}
