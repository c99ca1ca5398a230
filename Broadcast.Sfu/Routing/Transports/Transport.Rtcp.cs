using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>RTCP that arrives: reports and feedback of publishers and viewers.</summary>
internal abstract partial class Transport
{
    private TransportCcFeedbackGenerator? arrivals;
    private ushort transportSequence;

    /// <summary>The next transport-wide sequence number of what is sent.</summary>
    public ushort NextTransportSequence() => transportSequence++;

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
                Listener.FindMedia(report.Ssrc)?.OnSenderReport(now, packet, report);
                HandleReportBlocks(now, report.Blocks);
                break;
            case RtcpType.ReceiverReport when ReceiverReport.TryParse(packet, out var report):
                HandleReportBlocks(now, report.Blocks);
                break;
            case RtcpType.TransportFeedback when Nack.TryParse(packet, out var nack):
                if (TryFindConsumer(nack.MediaSsrc, out var misses))
                    misses.OnNack(now, nack, output);
                break;
            case RtcpType.PayloadFeedback:
                HandlePayloadFeedback(now, packet, output);
                break;
        }
    }

    private void HandleReportBlocks(Instant now, ReportBlocks blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
            if (ConsumersBySsrc.TryGetValue(blocks[i].Ssrc, out var consumer))
                consumer.OnReportBlock(now, blocks[i]);
    }

    private void HandlePayloadFeedback(Instant now, RtcpPacket packet, SendBatch output)
    {
        if (PictureLossIndication.TryParse(packet, out var indication))
            RequestKeyFrame(now, indication.MediaSsrc, output);
        else if (FullIntraRequest.TryParse(packet, out var request))
            for (var i = 0; i < request.Count; i++)
                RequestKeyFrame(now, request[i].MediaSsrc, output);
    }

    private void RequestKeyFrame(Instant now, uint ssrc, SendBatch output)
    {
        if (TryFindConsumer(ssrc, out var consumer))
            consumer.OnKeyFrameRequest(now, ssrc, output);
    }

    private bool TryFindConsumer(uint ssrc, [NotNullWhen(true)] out Consumer? consumer)
    {
        if (ConsumersBySsrc.TryGetValue(ssrc, out consumer))
            return true;
        Context.Drops.Count(DropReason.RtcpUnknownSsrc);
        return false;
    }

    private void NoteTransportSequence(in RtpPacket packet)
    {
        var id = Listener.TransportCcId;
        if (id == 0 || !packet.TryGetExtension(id, out var value) || value.Length != 2)
            return;
        arrivals ??= new TransportCcFeedbackGenerator();
        arrivals.OnPacket(Context.ArrivedAt, BinaryPrimitives.ReadUInt16BigEndian(value));
        feedbackSsrc = packet.Ssrc;
        Context.Timers.SetNoLaterThan(this, arrivals.NextTimeout);
    }
}
