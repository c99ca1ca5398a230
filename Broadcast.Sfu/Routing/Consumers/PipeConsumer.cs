using System.Buffers.Binary;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Hands every stream of a producer to another router through a <see cref="PipeTransport"/>: packets as the publisher sent them but
/// for the SSRC, which has to be unique on the pipe, and the publisher's sender reports.
/// </summary>
internal sealed class PipeConsumer : Consumer
{
    private const int RtpSsrcOffset = 8;
    private const int ReportSsrcOffset = 4;

    private readonly PipeTransport pipe;
    private readonly uint[] ssrcs;

    /// <param name="created">Its encodings carry one SSRC for each of the producer's streams.</param>
    public PipeConsumer(
        WorkerContext context, ConsumerId id, Producer producer, PipeTransport transport, RequestFingerprint createdBy, ConsumerCreated created, bool paused)
        : base(context, id, producer, transport, createdBy, created)
    {
        pipe = transport;
        IsPaused = paused;
        ssrcs = [.. created.RtpParameters.Encodings.Select(encoding => encoding.Ssrc!.Value)];
    }

    public void Begin(Instant now, SendBatch output)
    {
        foreach (var ssrc in ssrcs)
            Transport.ConsumersBySsrc.Add(ssrc, this);
        UpdateFlow(now, output);
        foreach (var stream in Producer.Streams)
            SendKnownClock(now, stream);
    }

    public override void UpdateFlow(Instant now, SendBatch output) => Producer.UpdateTaps();

    public void OnRtp(int stream, ReadOnlySpan<byte> packet) => Send(packet, RtpSsrcOffset, ssrcs[stream]);

    public void OnSenderReport(int stream, ReadOnlySpan<byte> report) => Send(report, ReportSsrcOffset, ssrcs[stream]);

    public override void OnKeyFrameRequest(Instant now, uint ssrc, SendBatch output)
    {
        var stream = Array.IndexOf(ssrcs, ssrc);
        if (!IsPaused && stream >= 0)
            Producer.Streams[stream].RequestKeyFrame(now, output);
    }

    /// <summary>The pause is told to the other router by whoever joined the two.</summary>
    public override void OnProducerPaused(Instant now, bool paused, SendBatch output) => UpdateFlow(now, output);

    protected override void Stop(Instant now)
    {
        IsPaused = true;
        Producer.UpdateTaps();
        foreach (var ssrc in ssrcs)
            Transport.ConsumersBySsrc.Remove(ssrc);
    }

    /// <summary>What the publisher last said of its clock, so that viewers over there need not wait for the next time.</summary>
    private void SendKnownClock(Instant now, ProducerStream stream)
    {
        if (stream.SenderClock is not { } clock)
            return;
        var (ntpTime, timestamp) = clock.At(now);
        Span<byte> report = stackalloc byte[SenderReport.Length];
        SenderReport.Write(report, ssrcs[stream.Index], ntpTime, timestamp, 0, 0);
        OnSenderReport(stream.Index, report);
    }

    private void Send(ReadOnlySpan<byte> packet, int ssrcOffset, uint ssrc)
    {
        if (IsPaused || !pipe.CanSend || !pipe.TryReserve(packet.Length, out var slot))
            return;
        packet.CopyTo(slot);
        BinaryPrimitives.WriteUInt32BigEndian(slot[ssrcOffset..], ssrc);
        pipe.Commit(packet.Length);
    }
}
