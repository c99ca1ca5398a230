using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Hands the streams of a producer, as far as they are wanted there, to another router through a pipe: packets as the publisher sent them
/// but for the SSRC, which has to be unique on the pipe, and the publisher's sender reports.
/// </summary>
internal sealed class PipeConsumer : Consumer, IPacketTaker
{
    private const int RtpSsrcOffset = 8;
    private const int ReportSsrcOffset = 4;

    private readonly PipeWriter pipe;
    private readonly uint[] ssrcs;
    private readonly bool[] isFlowing;
    private LayerLimit limit = LayerLimit.None;
    private int wanted = WantedLayers.Nothing;

    /// <param name="place">The encodings of its answer carry one SSRC for each of the producer's streams.</param>
    /// <param name="isPaused">Whether it begins paused.</param>
    /// <param name="pipe">Takes the packets.</param>
    public PipeConsumer(ConsumerPlace place, bool isPaused, PipeWriter pipe) : base(place, isPaused)
    {
        this.pipe = pipe;
        ssrcs = [.. place.Created.RtpParameters.Encodings.Select(encoding => encoding.Ssrc!.Value)];
        isFlowing = new bool[Producer.Streams.Length];
    }

    public override IReadOnlyList<uint> Ssrcs => ssrcs;

    public override void UpdateFlow(Instant now, SendBatch output)
    {
        UpdateWanted(now);
        foreach (var stream in Producer.Streams)
            SetFlowing(now, stream, !IsPaused && stream.Index <= limit.Spatial);
    }

    public override void SetPreferredLayers(Instant now, LayerLimit limit, SendBatch output)
    {
        this.limit = limit;
        UpdateFlow(now, output);
    }

    public void OnPacket(Instant now, ProducerStream stream, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output) =>
        Send(packet.Bytes, RtpSsrcOffset, ssrcs[stream.Index]);

    public void OnSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report) => Send(report, ReportSsrcOffset, ssrcs[stream.Index]);

    public override void OnKeyFrameRequest(Instant now, uint ssrc, SendBatch output)
    {
        var stream = Array.IndexOf(ssrcs, ssrc);
        if (stream >= 0 && isFlowing[stream])
            Producer.Streams[stream].RequestKeyFrame(now, output);
    }

    public override void RequestKeyFrame(Instant now, SendBatch output)
    {
        foreach (var stream in Producer.Streams)
            if (isFlowing[stream.Index])
                stream.RequestKeyFrame(now, output);
    }

    /// <summary>The pause is told to the other router by whoever joined the two.</summary>
    public override void OnProducerPaused(Instant now, bool paused, SendBatch output) => UpdateFlow(now, output);

    protected override void OnStopped(Instant now)
    {
        UpdateWanted(now);
        foreach (var stream in Producer.Streams)
            SetFlowing(now, stream, false);
    }

    private void SetFlowing(Instant now, ProducerStream stream, bool flows)
    {
        if (isFlowing[stream.Index] == flows)
            return;
        isFlowing[stream.Index] = flows;
        if (!flows)
        {
            stream.Remove(this);
            return;
        }
        stream.Add(this);
        SendKnownClock(now, stream);
    }

    private void UpdateWanted(Instant now)
    {
        var before = wanted;
        wanted = IsPaused ? WantedLayers.Nothing : Math.Min(limit.Spatial, Producer.SpatialLayers - 1);
        Producer.Wanted.Change(now, before, wanted);
    }

    /// <summary>What the publisher last said of its clock, so that viewers over there need not wait for the next time.</summary>
    private void SendKnownClock(Instant now, ProducerStream stream)
    {
        if (stream.SenderClock is not { } clock)
            return;
        var (ntpTime, timestamp) = clock.At(now);
        Span<byte> report = stackalloc byte[SenderReport.Length];
        SenderReport.Write(report, ssrcs[stream.Index], ntpTime, timestamp, 0, 0);
        OnSenderReport(now, stream, report);
    }

    private void Send(ReadOnlySpan<byte> packet, int ssrcOffset, uint ssrc)
    {
        if (!pipe.IsOpen || !pipe.TryReserve(packet.Length, out var slot))
            return;
        packet.CopyTo(slot);
        BinaryPrimitives.WriteUInt32BigEndian(slot[ssrcOffset..], ssrc);
        pipe.Commit(packet.Length);
    }
}
