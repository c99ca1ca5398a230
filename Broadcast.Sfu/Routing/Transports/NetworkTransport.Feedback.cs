using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>What the remote says of its network, and what is sent to find out more.</summary>
internal abstract partial class NetworkTransport
{
    /// <summary>What the remote estimates that it can be sent, in bits per second; null before it says so.</summary>
    private long? remoteEstimateBps;

    public long? EstimateBps => remoteEstimateBps;

    public void SendProbe(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output)
    {
        var before = Counters.BytesSent;
        Send(now, template, stamp, output);
        Counters.BytesProbed += Counters.BytesSent - before;
    }

    /// <summary>Which packets of this transport arrived, and when.</summary>
    protected override void OnTransportFeedback(Instant now, TransportCc report, SendBatch output) => Counters.FeedbackReports++;

    protected override void OnRemoteEstimate(Instant now, long bitrateBps, SendBatch output) => remoteEstimateBps = bitrateBps;

    public override TransportStats GetStats() => base.GetStats() with
    {
        AvailableOutgoingBitrate = EstimateBps,
        OutgoingLoss = Consumers.Count == 0 ? null : ReportedLoss,
        FeedbackReports = Counters.FeedbackReports,
        BytesProbed = Counters.BytesProbed,
        Layers = [.. Consumers.OfType<RtpConsumer>().Select(consumer => new ConsumerLayers(consumer.Id, consumer.SpatialLayer, consumer.TemporalLayer))],
    };
}
