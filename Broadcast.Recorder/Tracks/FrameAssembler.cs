namespace Broadcast.Recorder.Tracks;

/// <summary>Takes a whole frame.</summary>
/// <param name="timeNs">Session time.</param>
public delegate void WholeFrame(double timeNs, bool isKey, ReadOnlySpan<byte> frame);

/// <summary>
/// Collects the packets of a track's frames. A frame with a packet missing is left out, and so is everything after it up to the next
/// key frame: a picture that stands still is better than a wrong one.
/// </summary>
public sealed class FrameAssembler(Depacketiser depacketiser, WholeFrame output)
{
    private readonly FrameBuffer frame = new();
    private bool isOpen;
    private bool isBroken;
    private bool awaitsKeyFrame = true;
    private uint timestamp;
    private double timeNs;

    public long FramesWritten { get; private set; }
    public long FramesDropped { get; private set; }
    public long PacketsInvalid { get; private set; }

    /// <summary>Called in the order of the stream.</summary>
    public void OnPacket(uint packetTimestamp, double packetTimeNs, bool marker, ReadOnlySpan<byte> payload, bool afterLoss)
    {
        if (isOpen && packetTimestamp != timestamp)
        {
            isBroken |= afterLoss;
            End();
        }
        awaitsKeyFrame |= afterLoss && !depacketiser.SurvivesLoss;
        if (payload.IsEmpty)
            return;
        if (isOpen)
            isBroken |= afterLoss;
        else
            Begin(packetTimestamp, mayBegin: !afterLoss || depacketiser.BeginsFrame(payload));
        timeNs = packetTimeNs;
        if (!isBroken && !depacketiser.TryAppend(payload, frame))
        {
            PacketsInvalid++;
            isBroken = true;
        }
        if (marker || depacketiser.SurvivesLoss)
            End();
    }

    /// <summary>The stream ends or gives way to another.</summary>
    public void Break()
    {
        if (isOpen)
            End();
        awaitsKeyFrame = true;
    }

    private void Begin(uint packetTimestamp, bool mayBegin)
    {
        timestamp = packetTimestamp;
        isOpen = true;
        isBroken = !mayBegin;
        frame.Clear();
        depacketiser.BeginFrame();
    }

    private void End()
    {
        isOpen = false;
        if (!isBroken && !depacketiser.TryEndFrame(frame))
        {
            PacketsInvalid++;
            isBroken = true;
        }
        if (isBroken)
            awaitsKeyFrame = true;
        if (awaitsKeyFrame && (isBroken || !depacketiser.IsKeyFrame))
        {
            FramesDropped++;
            return;
        }
        awaitsKeyFrame = false;
        FramesWritten++;
        output(timeNs, depacketiser.IsKeyFrame, frame.Written);
    }
}
