using System.Diagnostics.CodeAnalysis;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>RTCP: reports and feedback that arrive, and what publishers are asked for.</summary>
internal abstract partial class RtpTransport
{
    /// <summary>In the RTCP that a receiver sends, where only a media SSRC means anything to the publisher.</summary>
    protected virtual uint OwnSsrc => 1;

    public void SendNack(uint ssrc, ReadOnlySpan<ushort> lost, SendBatch output)
    {
        Context.Rtcp.Advance(Nack.Write(Context.Rtcp.Rest, OwnSsrc, ssrc, lost));
        FlushRtcp(output);
    }

    public void SendKeyFrameRequest(ProducerStream stream, uint ssrc, SendBatch output)
    {
        Context.Feedback.OnKeyFrameRequestSent();
        if (stream.Producer.SendsPli || !stream.Producer.SendsFir)
            Context.Rtcp.Advance(new PictureLossIndication(OwnSsrc, ssrc).Write(Context.Rtcp.Rest));
        else
            Context.Rtcp.Advance(FullIntraRequest.Write(Context.Rtcp.Rest, OwnSsrc, ssrc, stream.NextFullIntraCommand()));
        FlushRtcp(output);
    }

    /// <summary>Sends what is in the RTCP scratch, if anything, and empties it.</summary>
    protected void FlushRtcp(SendBatch output)
    {
        var scratch = Context.Rtcp;
        if (CanSend && scratch.Length > 0)
            SendRtcp(scratch.Written, output);
        scratch.Clear();
    }

    protected abstract void SendRtcp(ReadOnlySpan<byte> compound, SendBatch output);

    /// <summary>A decrypted RTCP datagram.</summary>
    protected void HandleRtcp(Instant now, ReadOnlySpan<byte> datagram, SendBatch output)
    {
        var compound = new RtcpCompound(datagram);
        while (compound.TryRead(out var packet))
            HandleRtcpPacket(now, packet, output);
        if (compound.IsMalformed)
            Context.Drops.Count(DropReason.RtcpMalformed);
    }

    private void HandleRtcpPacket(Instant now, RtcpPacket packet, SendBatch output)
    {
        switch (packet.Type)
        {
            case RtcpType.SenderReport when SenderReport.TryParse(packet, out var report):
                Listener.FindMedia(report.Ssrc)?.OnSenderReport(now, packet, report, output);
                HandleReportBlocks(now, report.Blocks);
                break;
            case RtcpType.ReceiverReport when ReceiverReport.TryParse(packet, out var report):
                HandleReportBlocks(now, report.Blocks);
                break;
            case RtcpType.TransportFeedback when Nack.TryParse(packet, out var nack):
                if (TryFindConsumer(nack.MediaSsrc, out var misses))
                    misses.OnNack(now, nack, output);
                break;
            case RtcpType.TransportFeedback when TransportCc.TryParse(packet, out var report):
                OnTransportFeedback(now, report, output);
                break;
            case RtcpType.PayloadFeedback:
                HandlePayloadFeedback(now, packet, output);
                break;
            case RtcpType.ApplicationDefined or RtcpType.ExtendedReport:
                HandleExtension(now, packet, output);
                break;
        }
    }

    /// <summary>What only nodes say to each other.</summary>
    protected virtual void HandleExtension(Instant now, RtcpPacket packet, SendBatch output)
    {
    }

    /// <summary>The owner hears of it, who may tell the publisher.</summary>
    public virtual void WantLayers(Instant now, Producer producer) =>
        Context.Notify(new ProducerWantedLayers(Router, producer.Id, producer.Wanted.Told == WantedLayers.Nothing ? null : producer.Wanted.Told));

    private void HandleReportBlocks(Instant now, ReportBlocks blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
            if (consumersBySsrc.TryGetValue(blocks[i].Ssrc, out var consumer))
                consumer.OnReportBlock(now, blocks[i]);
    }

    private void HandlePayloadFeedback(Instant now, RtcpPacket packet, SendBatch output)
    {
        if (PictureLossIndication.TryParse(packet, out var indication))
            RequestKeyFrame(now, indication.MediaSsrc, output);
        else if (FullIntraRequest.TryParse(packet, out var request))
            for (var i = 0; i < request.Count; i++)
                RequestKeyFrame(now, request[i].MediaSsrc, output);
        else if (ReceiverEstimatedMaxBitrate.IsNamed(packet))
            HandleRemoteEstimate(now, packet, output);
    }

    private void HandleRemoteEstimate(Instant now, RtcpPacket packet, SendBatch output)
    {
        if (!ReceiverEstimatedMaxBitrate.TryParse(packet, out var estimate))
            Context.Drops.Count(DropReason.RtcpMalformed);
        else if (!IsOfAConsumer(estimate))
            Context.Drops.Count(DropReason.RtcpUnknownSsrc);
        else
            OnRemoteEstimate(now, estimate.Bitrate, output);
    }

    /// <summary>A stream that the remote names may have been closed a moment ago: one of them is enough.</summary>
    private bool IsOfAConsumer(ReceiverEstimatedMaxBitrate estimate)
    {
        for (var i = 0; i < estimate.Count; i++)
            if (consumersBySsrc.ContainsKey(estimate[i]))
                return true;
        return false;
    }

    /// <summary>The remote tells which packets arrived, and when.</summary>
    protected virtual void OnTransportFeedback(Instant now, TransportCc report, SendBatch output)
    {
    }

    /// <summary>The remote tells what it can be sent.</summary>
    protected virtual void OnRemoteEstimate(Instant now, long bitrateBps, SendBatch output)
    {
    }

    private void RequestKeyFrame(Instant now, uint ssrc, SendBatch output)
    {
        Context.Feedback.OnKeyFrameRequest();
        if (TryFindConsumer(ssrc, out var consumer))
            consumer.OnKeyFrameRequest(now, ssrc, output);
    }

    protected bool TryFindConsumer(uint ssrc, [NotNullWhen(true)] out Consumer? consumer)
    {
        if (consumersBySsrc.TryGetValue(ssrc, out consumer))
            return true;
        Context.Drops.Count(DropReason.RtcpUnknownSsrc);
        return false;
    }
}
