using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Hands a producer's packets, as the publisher sent them, to an <see cref="IDirectSink"/>: the recorder.</summary>
internal sealed class DirectConsumer : Consumer, IPacketTaker
{
    private readonly IDirectSink sink;
    private readonly PeriodicKeyFrames keyFrames;
    private ProducerStream? flowing;

    public DirectConsumer(ConsumerPlace place, bool isPaused, IDirectSink sink) : base(place, isPaused)
    {
        this.sink = sink;
        keyFrames = new PeriodicKeyFrames(this);
    }

    public override void Begin(Instant now, SendBatch output)
    {
        sink.OnConsumerAdded(now, Id, Producer.Id, Producer.Kind, Producer.Rtp.Parameters);
        if (Producer.IsPaused)
            sink.OnConsumerPaused(now, Id, paused: true);
        UpdateFlow(now, output);
    }

    public override void UpdateFlow(Instant now, SendBatch output)
    {
        MoveTo(IsPaused ? null : Producer.Selected);
        if (!IsPaused)
            keyFrames.Request(now, output);
    }

    public override void OnProducerPaused(Instant now, bool paused, SendBatch output)
    {
        sink.OnConsumerPaused(now, Id, paused);
        base.OnProducerPaused(now, paused, output);
    }

    public void OnPacket(Instant now, ProducerStream stream, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output) =>
        sink.OnRtp(now, Id, packet.Bytes);

    public void OnSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report) => sink.OnSenderReport(now, Id, report);

    protected override void OnStopped(Instant now)
    {
        MoveTo(null);
        keyFrames.Stop();
        sink.OnConsumerClosed(now, Id);
    }

    private void MoveTo(ProducerStream? stream)
    {
        if (stream == flowing)
            return;
        flowing?.Remove(this);
        stream?.Add(this);
        flowing = stream;
    }

    /// <summary>A recording can be cut and repaired at key frames only, so some are asked for, whoever watches.</summary>
    private sealed class PeriodicKeyFrames(DirectConsumer consumer) : TimerNode
    {
        private const long IntervalMs = 30_000;

        private TimerHeap Timers => consumer.Context.Timers;

        /// <summary>Asks for one now, and for the next when it is due.</summary>
        public void Request(Instant now, SendBatch output)
        {
            consumer.Producer.Selected.RequestKeyFrame(now, output);
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
