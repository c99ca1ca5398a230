using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Hands a producer's packets, as the publisher sent them, to an <see cref="IDirectSink"/>: the recorder. Always the best stream that
/// comes; from one to the other it goes at a key frame.
/// </summary>
internal sealed class DirectConsumer : Consumer, IPacketTaker
{
    private readonly IDirectSink sink;
    private readonly PeriodicKeyFrames keyFrames;
    private ProducerStream? flowing;
    private ProducerStream? awaited;
    private int wanted = WantedLayers.Nothing;

    public DirectConsumer(ConsumerPlace place, bool isPaused, IDirectSink sink) : base(place, isPaused)
    {
        this.sink = sink;
        keyFrames = new PeriodicKeyFrames(this);
    }

    public override void Begin(Instant now, SendBatch output)
    {
        sink.OnConsumerAdded(now, Id, Producer.Id, Producer.Kind, Producer.Rtp.Carried);
        if (Producer.IsPaused)
            sink.OnConsumerPaused(now, Id, paused: true);
        UpdateFlow(now, output);
    }

    public override void UpdateFlow(Instant now, SendBatch output)
    {
        UpdateWanted(now);
        if (IsPaused)
        {
            Take(null, null);
            return;
        }
        var best = Producer.Choose(int.MaxValue) ?? flowing ?? Producer.Streams[^1];
        if (flowing is null || best == flowing)
            Take(best, null);
        else
            Take(flowing, best);
        keyFrames.Request(now, output);
    }

    public override void OnProducerPaused(Instant now, bool paused, SendBatch output)
    {
        sink.OnConsumerPaused(now, Id, paused);
        base.OnProducerPaused(now, paused, output);
    }

    public void OnPacket(Instant now, ProducerStream stream, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output)
    {
        if (stream == awaited && info.IsKeyFrame)
            Take(stream, null);
        if (stream == flowing)
            sink.OnRtp(now, Id, packet.Bytes);
    }

    public void OnSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output)
    {
        if (stream == flowing)
            sink.OnSenderReport(now, Id, report);
    }

    public override void RequestKeyFrame(Instant now, SendBatch output)
    {
        if (!IsPaused)
            (awaited ?? flowing)?.RequestKeyFrame(now, output);
    }

    protected override void OnStopped(Instant now)
    {
        Take(null, null);
        UpdateWanted(now);
        keyFrames.Stop();
        sink.OnConsumerClosed(now, Id);
    }

    /// <param name="stream">To be handed on from now.</param>
    /// <param name="next">To take its place at its key frame.</param>
    private void Take(ProducerStream? stream, ProducerStream? next)
    {
        foreach (var each in Producer.Streams)
        {
            var (isTaken, isToBe) = (each == flowing || each == awaited, each == stream || each == next);
            if (isTaken && !isToBe)
                each.Remove(this);
            else if (isToBe && !isTaken)
                each.Add(this);
        }
        (flowing, awaited) = (stream, next);
    }

    private void UpdateWanted(Instant now)
    {
        var before = wanted;
        wanted = IsPaused ? WantedLayers.Nothing : Producer.SpatialLayers - 1;
        Producer.Wanted.Change(now, before, wanted);
    }

    /// <summary>A recording can be cut and repaired at key frames only, so some are asked for, whoever watches.</summary>
    private sealed class PeriodicKeyFrames(DirectConsumer consumer) : TimerNode
    {
        private const long IntervalMs = 30_000;

        private TimerHeap Timers => consumer.Context.Timers;

        /// <summary>Asks for one now, and for the next when it is due.</summary>
        public void Request(Instant now, SendBatch output)
        {
            consumer.RequestKeyFrame(now, output);
            if (consumer.Producer.Kind == MediaKind.Video)
                Timers.SetNoLaterThan(this, now.AddMilliseconds(IntervalMs));
        }

        public void Stop() => Timers.Clear(this);

        public override void OnTimeout(Instant now, SendBatch output)
        {
            if (!consumer.IsPaused)
                Request(now, output);
        }

        public override void CloseUnasked(Instant now, string reason, SendBatch output) => consumer.CloseUnasked(now, reason, output);
    }
}
