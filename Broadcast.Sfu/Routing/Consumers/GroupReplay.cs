using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Shows one joiner the current group of pictures, from the stream's ring, paced as its compressed timestamps say. When it has
/// caught up, the joiner is one of the audience.
/// </summary>
internal sealed class GroupReplay : TimerNode
{
    private readonly WorkerContext context;
    private readonly FanOut fanOut;
    private readonly RtpConsumer joiner;

    /// <summary>When the joiner has caught up.</summary>
    private readonly Instant meeting;
    private long next;

    private GroupReplay(WorkerContext context, FanOut fanOut, RtpConsumer joiner, CatchUp timeLine, Instant meeting)
    {
        this.context = context;
        this.fanOut = fanOut;
        this.joiner = joiner;
        this.meeting = meeting;
        TimeLine = timeLine;
        next = fanOut.Stream.Group.First;
    }

    public CatchUp TimeLine { get; }

    private int ClockRate => fanOut.Stream.Producer.ClockRate;

    /// <summary>Begins to show a joiner the current group of pictures.</summary>
    /// <returns>Null if a new key frame serves better; the joiner is then to wait for it.</returns>
    public static GroupReplay? TryBegin(Instant now, WorkerContext context, FanOut fanOut, RtpConsumer joiner)
    {
        var stream = fanOut.Stream;
        var group = stream.Group;
        if (!group.IsWorthReplaying(now, stream.Ring.Highest, context.Options) || !joiner.Receiver.TryShowPast(now, stream.Producer.Id, (int)group.Bytes))
            return null;
        var clockRate = stream.Producer.ClockRate;
        var present = group.PresentAt(now, clockRate);
        var timeLine = CatchUp.From(present, present - group.Timestamp, (uint)context.Options.ReplaySpeed);
        var untilMeetingUs = (long)(timeLine.Meeting - present) * 1_000_000 / clockRate;
        var replay = new GroupReplay(context, fanOut, joiner, timeLine, now.AddMicroseconds(untilMeetingUs));
        context.Timers.Set(replay, now);
        return replay;
    }

    public void Cancel() => context.Timers.Clear(this);

    public override void OnTimeout(Instant now, SendBatch output)
    {
        Span<FramePacket> frame = stackalloc FramePacket[FrameTemplates.MaxPackets];
        while (next <= fanOut.LastReleased)
        {
            var count = fanOut.FindFrame(now, next, fanOut.LastReleased, frame);
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
            fanOut.SendTo(now, frame[..count], joiner, output);
            next += count;
        }
        joiner.GoLive(now, output);
    }

    public override void CloseUnasked(Instant now, string reason, SendBatch output) => joiner.CloseUnasked(now, reason, output);

    private Instant DueAt(uint timestamp)
    {
        var ahead = -TimeLine.After(TimeLine.Compress(timestamp));
        return meeting.AddMicroseconds(-(ahead * 1_000_000L / ClockRate));
    }
}
