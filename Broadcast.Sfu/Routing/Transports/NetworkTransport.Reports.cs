using System.Text;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>RTCP that leaves by the clock: reports and congestion feedback.</summary>
internal abstract partial class NetworkTransport
{
    private const int ReportIntervalMs = 1_000;
    private const int MaxCnameBytes = 64;

    private Instant nextReport = Instant.Never;

    /// <summary>Share of packets that the remote misses, by its latest report of each stream that flows; of these the worst.</summary>
    public double ReportedLoss
    {
        get
        {
            var worst = 0.0;
            foreach (var consumer in Consumers)
                if (consumer is RtpConsumer { IsFlowing: true } rtp)
                    worst = Math.Max(worst, rtp.Statistics.Loss);
            return worst;
        }
    }

    /// <summary>Begins the reports, at a moment of its own, so that those of thousands of viewers spread out.</summary>
    private void StartReports(Instant now)
    {
        if (nextReport != Instant.Never)
            return;
        nextReport = now.AddMilliseconds(Context.Random.Next(ReportIntervalMs / 5, ReportIntervalMs));
        UpdateTimer(now);
    }

    public override void OnTimeout(Instant now, SendBatch output)
    {
        if (now >= connectBy)
            CloseUnasked(now, "never connected", output);
        else
            OnCarrierTimeout(now, output);
        if (IsClosed)
            return;
        if (now >= nextReport)
            SendReports(now, output);
        SendCongestionFeedback(now, output);
        FollowBandwidth(now, output);
        UpdateTimer(now);
    }

    /// <summary>What carries the bytes has timeouts of its own.</summary>
    protected virtual void OnCarrierTimeout(Instant now, SendBatch output)
    {
    }

    protected virtual Instant NextCarrierTimeout => Instant.Never;

    protected void UpdateTimer(Instant now)
    {
        if (IsClosed)
            return;
        var due = Instant.Min(connectBy, Instant.Min(nextReport, NextCarrierTimeout));
        if (arrivals is not null)
            due = Instant.Min(due, arrivals.NextTimeout);
        if (CanSend && Allocator is { } allocator)
            due = Instant.Min(due, allocator.NextTimeout);
        Context.Timers.Set(this, due <= now ? now.AddMilliseconds(1) : due);
    }

    private void SendReports(Instant now, SendBatch output)
    {
        nextReport = now.AddMilliseconds(ReportIntervalMs + Context.Random.Next(ReportIntervalMs / 5));
        foreach (var producer in Producers)
        {
            WriteReceiverReports(now, producer);
            WriteBitrateLimit(producer);
        }
        FlushRtcp(output);
        foreach (var consumer in Consumers)
            if (consumer is RtpConsumer rtp)
                WriteSenderReport(now, rtp, output);
        FlushRtcp(output);
    }

    private void WriteReceiverReports(Instant now, Producer producer)
    {
        foreach (var stream in producer.Streams)
            if (Context.Rtcp.Rest.Length >= ReceiverReport.Length + ReportBlock.Length && stream.TryTakeReport(now, out var block))
                Context.Rtcp.Advance(ReceiverReport.Write(Context.Rtcp.Rest, OwnSsrc, new ReadOnlySpan<ReportBlock>(in block)));
    }

    /// <summary>A publisher without transport-cc knows nothing of the path but its loss: REMB tells it where to stop.</summary>
    private void WriteBitrateLimit(Producer producer)
    {
        if (!producer.TakesRemb || Listener.TransportCcId != 0)
            return;
        Span<uint> ssrcs = stackalloc uint[producer.Streams.Length];
        var count = 0;
        foreach (var stream in producer.Streams)
            if (stream.Ssrc is { } ssrc)
                ssrcs[count++] = ssrc;
        if (count > 0 && Context.Rtcp.Rest.Length >= ReceiverEstimatedMaxBitrate.GetLength(count))
            Context.Rtcp.Advance(ReceiverEstimatedMaxBitrate.Write(Context.Rtcp.Rest, OwnSsrc, Context.Options.PublisherBitrateBps, ssrcs[..count]));
    }

    private void WriteSenderReport(Instant now, RtpConsumer consumer, SendBatch output)
    {
        if (Context.Rtcp.Rest.Length < SenderReport.Length + SourceDescription.GetLength(MaxCnameBytes))
            FlushRtcp(output);
        var written = consumer.WriteReport(now, Context.Rtcp.Rest);
        if (written == 0)
            return;
        Context.Rtcp.Advance(written);
        Span<byte> cname = stackalloc byte[MaxCnameBytes];
        Encoding.UTF8.TryGetBytes(consumer.Producer.Cname, cname, out var length);
        Context.Rtcp.Advance(SourceDescription.Write(Context.Rtcp.Rest, consumer.Ssrc, cname[..length]));
    }

    private void SendCongestionFeedback(Instant now, SendBatch output)
    {
        if (arrivals is null)
            return;
        int written;
        while ((written = arrivals.Write(now, OwnSsrc, feedbackSsrc, Context.Rtcp.Rest)) > 0)
        {
            Context.Rtcp.Advance(written);
            FlushRtcp(output);
        }
    }
}
