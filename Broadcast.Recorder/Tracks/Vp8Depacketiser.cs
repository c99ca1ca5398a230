using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>VP8: the payloads without their descriptors, one after the other (RFC 7741 §4.4).</summary>
internal sealed class Vp8Depacketiser : Depacketiser
{
    private const int FrameTagLength = 3;
    private const int KeyFrameHeaderLength = 10;

    public override bool TryAppend(ReadOnlySpan<byte> payload, FrameBuffer frame)
    {
        if (!Vp8Payload.TryParse(payload, out var vp8) || vp8.Data.IsEmpty || vp8.IsFirstOfFrame != (frame.Length == 0))
            return false;
        IsKeyFrame |= vp8.IsKeyFrame;
        if (vp8.TryGetPictureSize(out var size))
            SetSize(size);
        frame.Append(vp8.Data);
        return true;
    }

    /// <returns>False if the frame is shorter than its first partition (RFC 6386 §9.1): a packet of it was cut.</returns>
    public override bool TryEndFrame(FrameBuffer frame)
    {
        var bytes = frame.Written;
        if (bytes.Length < FrameTagLength)
            return false;
        var firstPartition = (bytes[0] | bytes[1] << 8 | bytes[2] << 16) >> 5;
        return bytes.Length >= (IsKeyFrame ? KeyFrameHeaderLength : FrameTagLength) + firstPartition;
    }

    public override MatroskaTrack? Describe() => Size == default ? null : new MatroskaTrack(Codec.Vp8, [], Size, Channels: 0);
}
