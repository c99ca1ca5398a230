using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>What the receiver reports, and what it is sent again.</summary>
internal sealed partial class RtpConsumer
{
    /// <summary>Assumed until the receiver's reports tell it; also spaces resends.</summary>
    private const long InitialRoundTripUs = 50_000;

    private ushort rtxSequence;

    /// <summary>Sends again what the receiver misses, by RTX where negotiated (RFC 4588).</summary>
    public override void OnNack(Instant now, Nack nack, SendBatch output)
    {
        foreach (var lost in nack)
        {
            Context.Feedback.OnNack();
            if (flowing is not null && mapper.TryReverse(lost, out var sent))
                Resend(now, sent, lost, output);
        }
    }

    public override void OnKeyFrameRequest(Instant now, uint ssrc, SendBatch output) =>
        (flowing ?? awaited)?.RequestKeyFrame(now, Receiver.WishKeyFrame(now), output);

    public override void RequestKeyFrame(Instant now, SendBatch output)
    {
        if (!IsPaused)
            (flowing ?? awaited)?.RequestKeyFrame(now, output);
    }

    public override void OnReportBlock(Instant now, in ReportBlock block)
    {
        if (block.Ssrc != Ssrc)
            return;
        Statistics.OnReportBlock(now, block);
        Context.Feedback.OnLoss(block.FractionLost);
        if (Statistics.RoundTripUs is not { } us)
            return;
        Receiver.OnRoundTrip(us);
        Context.Feedback.OnRoundTrip(us);
    }

    /// <returns>Bytes written; 0 while nothing was sent.</returns>
    public int WriteReport(Instant now, Span<byte> destination) =>
        flowing is null || flowing.Index != source ? 0 : Statistics.WriteReport(now, flowing.SenderClock, mapper.TimestampOffset, destination);

    private void Resend(Instant now, in SentPacket sent, ushort lost, SendBatch output)
    {
        var asRtx = RtxPayloadType != 0;
        var template = Context.Frame.Single;
        var stream = Producer.Streams[sent.Source];
        if (!responder.TryResend(now, sent.Sequence, Statistics.RoundTripUs ?? InitialRoundTripUs))
            return;
        if (!stream.Ring.TryGet(now, sent.Sequence, out var stored, out var bytes) || !RtpPacket.TryParse(bytes, out var packet))
            return;
        if (!template.Prepare(now, packet, Layout, asRtx, PictureMunger.SlotsOf(stored.Layers.Numbers)))
            return;
        if (!Receiver.TryRepeat(now, template.Length + SrtpProfileExtensions.MaxOverhead))
            return;
        var timestamp = ToTimeLine(stored.Timestamp, sent.Source) + sent.TimestampOffset;
        var picture = PictureMunger.Stamp(stored.Layers.Numbers, sent.Picture);
        var stamp = asRtx
            ? new RtpStamp(RtxPayloadType, rtxSequence++, timestamp, RtxSsrc!.Value, mid, Receiver.NextTransportSequence(), lost, picture)
            : new RtpStamp(PayloadType, lost, timestamp, Ssrc, mid, Receiver.NextTransportSequence(), Picture: picture);
        Context.Feedback.OnRetransmission();
        Receiver.SendAgain(now, template, stamp, output);
    }
}
