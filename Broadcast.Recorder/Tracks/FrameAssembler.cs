using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Tracks;

/// <summary>Takes a whole frame.</summary>
/// <param name="timeNs">Session time.</param>
internal delegate void WholeFrame(double timeNs, bool isKey, ReadOnlySpan<byte> frame);

/// <summary>
/// Collects the packets of a track's frames. A frame with a packet missing is left out, and so is everything after it up to the next
/// whole key frame: a picture that stands still is better than a wrong one. What is missing before a frame may have been its beginning; its
/// depacketiser knows by the frame itself.
/// </summary>
/// <param name="orientationId">Id of the header extension that tells how pictures are to be turned; 0 if there is none.</param>
internal sealed class FrameAssembler(Depacketiser depacketiser, byte orientationId, WholeFrame output)
{
    private readonly FrameBuffer frame = new();
    private bool isOpen;
    private bool isBroken;
    private bool awaitsKeyFrame = true;
    private bool isBehindLoss = true;
    private long packetsBroken;
    private uint timestamp;
    private double timeNs;

    /// <summary>How the last frame is to be turned. It holds until another is told.</summary>
    public VideoOrientation Orientation { get; private set; }

    public long FramesWritten { get; private set; }
    public long FramesDropped { get; private set; }
    public long PacketsInvalid => packetsBroken + depacketiser.UnitsInvalid;

    /// <summary>Called in the order of the stream.</summary>
    /// <param name="packetTimeNs">Session time.</param>
    /// <param name="afterLoss">Packets before it never came.</param>
    public void OnPacket(in RtpPacket packet, double packetTimeNs, bool afterLoss)
    {
        if (afterLoss)
            OnLoss();
        if (isOpen && packet.Timestamp != timestamp)
            End();
        // Of two frames with a gap between them either may lack something.
        isBehindLoss |= afterLoss && !isOpen;
        if (packet.Payload.IsEmpty)
            return;
        if (!isOpen)
            Begin(packet.Timestamp);
        timeNs = packetTimeNs;
        if (orientationId != 0 && packet.TryGetExtension(orientationId, out var value) && VideoOrientation.TryParse(value, out var told))
            Orientation = told;
        if (!depacketiser.TryAppend(packet.Payload, frame))
            Refuse();
        if (packet.Marker || depacketiser.SurvivesLoss)
            End();
    }

    /// <summary>The stream ends or gives way to another.</summary>
    public void Break()
    {
        if (isOpen)
            End();
        OnLoss();
        isBehindLoss = true;
    }

    private void OnLoss()
    {
        isBroken = true;
        awaitsKeyFrame |= !depacketiser.SurvivesLoss;
        depacketiser.OnLoss();
    }

    private void Begin(uint packetTimestamp)
    {
        timestamp = packetTimestamp;
        isOpen = true;
        isBroken = false;
        frame.Clear();
        depacketiser.BeginFrame(isBehindLoss);
    }

    private void Refuse()
    {
        // What lacks something that is missing is not malformed.
        if (!isBroken && (!awaitsKeyFrame || depacketiser.SurvivesLoss))
            packetsBroken++;
        isBroken = true;
    }

    private void End()
    {
        isOpen = false;
        if (!isBroken && !depacketiser.HasPicture)
            return;
        if (!isBroken && !depacketiser.TryEndFrame(frame))
            Refuse();
        isBehindLoss = false;
        awaitsKeyFrame |= isBroken;
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
