using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Matroska;

/// <summary>What a player must know of a track before its first frame.</summary>
/// <param name="CodecPrivate">As RFC 9559 §6 asks of the codec; empty where it asks nothing.</param>
/// <param name="Size">Of video, before it is turned; an audio track has none.</param>
/// <param name="Orientation">How a player is to turn it.</param>
internal sealed record MatroskaTrack(Codec Codec, byte[] CodecPrivate, PictureSize Size, int Channels, VideoOrientation Orientation = default)
{
    public bool IsAudio => Codec == Codec.Opus;

    public string CodecId => Codec switch
    {
        Codec.Opus => "A_OPUS",
        Codec.Vp8 => "V_VP8",
        Codec.Vp9 => "V_VP9",
        Codec.H264 => "V_MPEG4/ISO/AVC",
        Codec.Av1 => "V_AV1",
        _ => throw new ArgumentOutOfRangeException(nameof(Codec), Codec, "Matroska holds no such codec here."),
    };

    /// <summary>Opus at 48 kHz. Pre-skip is 0 like the CodecDelay: anything else moves the sound at every copy.</summary>
    public static MatroskaTrack Opus(int channels)
    {
        byte[] head = [(byte)'O', (byte)'p', (byte)'u', (byte)'s', (byte)'H', (byte)'e', (byte)'a', (byte)'d',
            1, (byte)channels, 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0];
        return new MatroskaTrack(Codec.Opus, head, default, channels);
    }
}
