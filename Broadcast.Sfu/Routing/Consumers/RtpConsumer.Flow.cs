using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Which stream flows, and how another takes its place: the old one goes on until the key frame of the new one.</summary>
internal sealed partial class RtpConsumer
{
    private const int CatchUpMemorySeconds = 10;

    /// <summary>A stream that fell silent may come back in a moment, as those of a still screen do.</summary>
    private const int FallBackMs = 200;

    /// <summary>A group of pictures of a smaller stream is shown if it passes in this time.</summary>
    private const double LongestReplaySeconds = 0.5;

    /// <summary>Whose packets are sent; null for none.</summary>
    private ProducerStream? flowing;

    /// <summary>Whose next key frame is waited for; null for none.</summary>
    private ProducerStream? awaited;

    /// <summary>Nothing of <see cref="flowing"/> was sent yet: the next key frame begins it.</summary>
    private bool isBeginning;

    private GroupReplay? replay;
    private CatchUp? catchUp;
    private int catchUpSource;

    /// <summary>Whether packets are on their way to the receiver.</summary>
    public bool IsFlowing => flowing is not null;

    private bool ShouldFlow => !IsPaused && !isStarved && !Producer.IsPaused && Receiver.CanSend;

    public override void UpdateFlow(Instant now, SendBatch output)
    {
        UpdateWanted(now);
        if (!ShouldFlow)
        {
            Halt();
            return;
        }
        UpdateTarget(now, output);
        var next = Producer.Choose(Limit.Spatial) ?? flowing ?? awaited ?? Producer.Streams[Math.Min(Limit.Spatial, Producer.Streams.Length - 1)];
        if (next == awaited)
            return;
        StopWaiting();
        if (next == flowing)
            return;
        if (source < 0 && flowing is null)
            Join(now, next, output);
        else if (!IsComingDown(next) || !CanTake(next.Group.Bytes) || !TryReplay(now, next))
            Await(now, next, output);
    }

    /// <summary>A key frame of the stream that was waited for: from it on, that stream flows. Its <see cref="FanOut"/> adds the consumer next.</summary>
    public void OnAwaited()
    {
        LeaveFlowing();
        flowing = awaited;
        awaited = null;
        isBeginning = true;
    }

    /// <summary>The replay has met the present: from now on packets come as to everyone.</summary>
    public void GoLive(Instant now, SendBatch output)
    {
        replay = null;
        if (!isBeginning)
        {
            Audience[flowing!.Index].Add(this);
            return;
        }
        var stream = flowing!;
        flowing = null;
        if (awaited is null)
            Await(now, stream, output);
    }

    public override void BeginAnew(ProducerStream restarted)
    {
        if (source == restarted.Index)
            source = -1;
        if (flowing != restarted)
            return;
        LeaveFlowing();
        if (awaited is null)
            Wait(restarted);
    }

    protected override void OnStopped(Instant now)
    {
        Halt();
        UpdateWanted(now);
    }

    private void Join(Instant now, ProducerStream stream, SendBatch output)
    {
        if (TryReplay(now, stream))
            return;
        Wait(stream);
        stream.RequestKeyFrameForJoiner(now, output);
    }

    /// <summary>A smaller stream is to take the place of one for which there is no room.</summary>
    private bool IsComingDown(ProducerStream next) =>
        flowing is { IsLive: true } && replay is null && !isBeginning && allotted.Spatial < flowing.Index && next.Index < flowing.Index;

    /// <summary>Whether so much passes in a moment: what takes longer is not made up for by a key frame that need not be waited for.</summary>
    private bool CanTake(long bytes) => Receiver.EstimateBps is { } bps && bytes * 8 <= bps * LongestReplaySeconds;

    /// <summary>Shows the group of pictures that a stream is in, where that is worth it.</summary>
    private bool TryReplay(Instant now, ProducerStream stream)
    {
        if (GroupReplay.TryBegin(now, Context, Audience[stream.Index], this) is not { } begun)
            return false;
        LeaveFlowing();
        replay = begun;
        (flowing, isBeginning) = (stream, true);
        (catchUp, catchUpSource) = (begun.TimeLine, stream.Index);
        return true;
    }

    private void Await(Instant now, ProducerStream stream, SendBatch output)
    {
        Wait(stream);
        var isFallingBack = flowing is { IsLive: false } && stream.Index < flowing.Index;
        stream.RequestKeyFrame(now, isFallingBack ? now.AddMilliseconds(FallBackMs) : Receiver.WishKeyFrame(now), output);
    }

    private void Wait(ProducerStream stream)
    {
        awaited = stream;
        Audience[stream.Index].Wait(this);
    }

    private void Halt()
    {
        StopWaiting();
        LeaveFlowing();
    }

    private void StopWaiting()
    {
        if (awaited is not null)
            Audience[awaited.Index].StopWaiting(this);
        awaited = null;
    }

    private void LeaveFlowing()
    {
        if (replay is not null)
            replay.Cancel();
        else if (flowing is not null)
            Audience[flowing.Index].Remove(this);
        run?.Cancel();
        replay = null;
        flowing = null;
    }

    private uint ToTimeLine(uint timestamp) => catchUp is null ? timestamp : ToTimeLine(timestamp, flowing!.Index);

    /// <summary>Of a joiner who was shown the past; everyone else's is the publisher's own. Retransmissions need it for a while after the meeting.</summary>
    private uint ToTimeLine(uint timestamp, int stream)
    {
        if (catchUp is not { } line || stream != catchUpSource)
            return timestamp;
        if (line.After(timestamp) > CatchUpMemorySeconds * Producer.ClockRate)
            catchUp = null;
        return line.Compress(timestamp);
    }
}
