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
            // What was of a larger stream was too much: the smaller one's key frame makes up for it.
            if (flowing is not null && mapper.TryReverse(lost, out var sent) && sent.Source <= flowing.Index)
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
        WeighRepeating(now, block.FractionLost);
        if (Statistics.RoundTripUs is not { } us)
            return;
        Receiver.OnRoundTrip(us);
        Context.Feedback.OnRoundTrip(us);
    }

    /// <returns>Bytes written; 0 while nothing was sent.</returns>
    public int WriteReport(Instant now, Span<byte> destination) =>
        flowing is null || flowing.Index != source ? 0 : Statistics.WriteReport(now, flowing.SenderClock, mapper.TimestampOffset, destination);

    private void Resend(Instant now, in MappedPacket mapped, ushort lost, SendBatch output)
    {
        var asRtx = RtxPayloadType != 0;
        if (!responder.TryResend(now, mapped.Sequence, Statistics.RoundTripUs ?? InitialRoundTripUs))
            return;
        if (!TryPrepareAgain(now, mapped, asRtx, out var stored))
            return;
        var template = Context.Frame.Single;
        if (!Receiver.TryRepeat(now, template.Length + SrtpProfileExtensions.MaxOverhead))
            return;
        Context.Feedback.OnRetransmission();
        Receiver.SendAgain(now, template, StampAgain(mapped, stored, lost, asRtx), output);
    }

    /// <summary>Makes a packet that went out ready once more, in <see cref="FrameTemplates.Single"/>.</summary>
    private bool TryPrepareAgain(Instant now, in MappedPacket mapped, bool asRtx, out StoredPacketInfo stored) =>
        Producer.Streams[mapped.Source].Ring.TryGet(now, mapped.Sequence, out stored, out var bytes)
        && RtpPacket.TryParse(bytes, out var packet)
        && Context.Frame.Single.Prepare(now, packet, Layout, asRtx, PictureMunger.SlotsOf(stored.Layers.Numbers));

    private RtpStamp StampAgain(in MappedPacket mapped, in StoredPacketInfo stored, ushort number, bool asRtx)
    {
        var timestamp = ToTimeLine(stored.Timestamp, mapped.Source) + mapped.TimestampOffset;
        var picture = PictureMunger.Stamp(stored.Layers.Numbers, mapped.Picture);
        return asRtx
            ? RtxStamp(timestamp) with { OriginalSequenceNumber = number, Picture = picture, Marker = EndsPicture(stored.Layers) }
            : new RtpStamp(PayloadType, number, timestamp, Ssrc, mid, NextTransportSequence(), Picture: picture, Marker: EndsPicture(stored.Layers));
    }

    private RtpStamp RtxStamp(uint timestamp) => new(RtxPayloadType, rtxSequence++, timestamp, RtxSsrc!.Value, mid, NextTransportSequence());
}
