using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Shows one joiner the current group of pictures, from the stream's ring, paced as its compressed timestamps say. When it has
/// caught up, the joiner is one of the audience.
/// </summary>
internal sealed class GroupReplay(WorkerContext context, ProducerStream stream, RtpConsumer consumer, CatchUp catchUp, Instant meeting, long first) : TimerNode
{
    private long next = first;

    public void Cancel() => context.Timers.Clear(this);

    public override void OnTimeout(Instant now, SendBatch output)
    {
        Span<FramePacket> frame = stackalloc FramePacket[FrameTemplates.MaxPackets];
        while (next <= stream.LastReleased)
        {
            var count = stream.TakeFrame(now, next, frame);
            // What is missing is mended like any loss, once the joiner asks for it.
            if (count == 0)
            {
                next++;
                continue;
            }
            var due = DueAt(frame[0].Timestamp);
            if (due > now)
            {
                context.Timers.Set(this, due);
                return;
            }
            stream.SendTo(now, frame[..count], consumer, output);
            next += count;
        }
        consumer.GoLive(now, output);
    }

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => consumer.CloseUnasked(now, reason, output);

    private Instant DueAt(uint timestamp)
    {
        var ahead = -catchUp.After(catchUp.Compress(timestamp));
        return meeting.AddMicroseconds(-(ahead * 1_000_000L / stream.Producer.ClockRate));
    }
}
