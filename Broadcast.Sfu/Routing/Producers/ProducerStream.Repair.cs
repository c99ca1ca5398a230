using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>What is asked of the publisher: lost packets, and key frames.</summary>
internal sealed partial class ProducerStream
{
    private const int MaxNackItems = 64;

    private readonly KeyFrameRequester keyFrames;
    private byte fullIntraCommand;

    /// <summary>Each full intra request is a new command (RFC 5104 §4.3.1.1).</summary>
    public byte NextFullIntraCommand() => fullIntraCommand++;

    /// <summary>Whether the publisher can be told anything: it is there and the stream has a name.</summary>
    private bool CanAsk => ssrc is not null && Producer.Publisher.CanSend;

    public void RequestKeyFrame(Instant now, SendBatch output) => RequestKeyFrame(now, now, output);

    /// <summary>For a joiner, who waits a moment if there was a key frame just before: a crowd that comes in costs the presenter few of them.</summary>
    public void RequestKeyFrameForJoiner(Instant now, SendBatch output) =>
        RequestKeyFrame(now, group.First == 0 ? now : group.StartedAt.AddMilliseconds(context.Options.JoinerKeyFrameSpacingMs), output);

    /// <param name="at">Now or later; a key frame that comes before serves as well.</param>
    public void RequestKeyFrame(Instant now, Instant at, SendBatch output)
    {
        if (Producer.Kind != MediaKind.Video || Producer.IsPaused)
            return;
        keyFrames.Request(at);
        SendKeyFrameRequest(now, output);
        UpdateTimer(now);
    }

    private void RepairLoss(Instant now, long sequence, bool isKeyFrame, SendBatch output)
    {
        if (isKeyFrame)
            keyFrames.OnKeyFrame();
        nack?.OnPacket(now, sequence, isKeyFrame && Producer.Kind == MediaKind.Video);
        RequestMissing(now, output);
        SendKeyFrameRequest(now, output);
    }

    private void RequestMissing(Instant now, SendBatch output)
    {
        if (nack is null || !CanAsk || ssrc is not { } media || now < nack.NextTimeout)
            return;
        Span<ushort> lost = stackalloc ushort[MaxNackItems];
        var count = nack.Collect(now, lost);
        if (count > 0)
            Producer.Publisher.SendNack(media, lost[..count], output);
        if (nack.TakeKeyFrameNeeded() && IsTaken)
            keyFrames.Request(now);
    }

    private void SendKeyFrameRequest(Instant now, SendBatch output)
    {
        if (!IsTaken)
            keyFrames.Reset();
        if (CanAsk && ssrc is { } media && keyFrames.TryTake(now))
            Producer.Publisher.SendKeyFrameRequest(this, media, output);
    }
}
