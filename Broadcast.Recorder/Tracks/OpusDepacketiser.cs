using Broadcast.Recorder.Matroska;

namespace Broadcast.Recorder.Tracks;

/// <summary>Opus: every payload is a frame (RFC 7587 §4.2).</summary>
internal sealed class OpusDepacketiser(int channels) : Depacketiser
{
    public override bool SurvivesLoss => true;

    public override bool TryAppend(ReadOnlySpan<byte> payload, FrameBuffer frame)
    {
        if (!OpusFrames.AreWhole(payload))
            return false;
        IsKeyFrame = true;
        frame.Append(payload);
        return true;
    }

    public override MatroskaTrack Describe() => MatroskaTrack.Opus(channels);
}
