using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>What the remote says of its network, and what is sent to find out more.</summary>
internal abstract partial class NetworkTransport
{
    public long? EstimateBps => Allocator is { EstimateBps: > 0 } known ? (long)known.EstimateBps : null;

    public void SendProbe(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output)
    {
        Counters.BytesProbed += Send(now, template, stamp, isProbe: true, output);
    }

    public override TransportStats GetStats() => base.GetStats() with
    {
        AvailableOutgoingBitrate = EstimateBps,
        OutgoingLoss = Consumers.Count == 0 ? null : ReportedLoss,
        FeedbackReports = Counters.FeedbackReports,
        BytesProbed = Counters.BytesProbed,
        Layers = [.. Consumers.OfType<RtpConsumer>().Select(consumer => new ConsumerLayers(consumer.Id, consumer.SpatialLayer, consumer.TemporalLayer))],
    };
}
