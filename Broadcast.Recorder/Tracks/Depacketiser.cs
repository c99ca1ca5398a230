using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>Puts a codec's payloads together to frames in the form that Matroska stores. One per track.</summary>
internal abstract class Depacketiser
{
    /// <summary>Whether the frame under construction can be decoded without any other.</summary>
    public bool IsKeyFrame { get; protected set; }

    /// <summary>Size of the last key frame that told it.</summary>
    public PictureSize Size { get; protected set; }

    /// <summary>False once a key frame's parameters differed from the first one's.</summary>
    public bool IsUniform { get; private set; } = true;

    /// <summary>Whether each packet is a frame of its own, so that one missing harms no other.</summary>
    public virtual bool SurvivesLoss => false;

    /// <summary>Whether the frame under construction shows anything; otherwise it only says something of later ones.</summary>
    public virtual bool HasPicture => true;

    /// <summary>Parts of payloads that were left out because they are malformed, without harm to their frame.</summary>
    public long UnitsInvalid { get; protected set; }

    /// <param name="isBehindLoss">Packets directly before its first are missing: they may have been the frame's.</param>
    public virtual void BeginFrame(bool isBehindLoss) => IsKeyFrame = false;

    /// <summary>Packets are missing here, within a frame or between two.</summary>
    public virtual void OnLoss()
    {
    }

    /// <returns>False if the payload is malformed or does not follow the one before.</returns>
    public abstract bool TryAppend(ReadOnlySpan<byte> payload, FrameBuffer frame);

    /// <returns>False if the frame lacks its end.</returns>
    public virtual bool TryEndFrame(FrameBuffer frame) => frame.Length > 0;

    /// <summary>What a player must know before the last key frame.</summary>
    /// <returns>Null if it has not been sent yet.</returns>
    public abstract MatroskaTrack? Describe();

    /// <summary>The last key frame with its parameters in it, for a file whose head has others.</summary>
    public virtual ReadOnlySpan<byte> WithParameters(ReadOnlySpan<byte> keyFrame) => keyFrame;

    /// <returns>Null for a codec that cannot be recorded.</returns>
    public static Depacketiser? For(Codec codec, int channels) => codec switch
    {
        Codec.Opus => new OpusDepacketiser(channels),
        Codec.Vp8 => new Vp8Depacketiser(),
        Codec.Vp9 => new Vp9Depacketiser(),
        Codec.H264 => new H264Depacketiser(),
        Codec.Av1 => new Av1Depacketiser(),
        _ => null,
    };

    protected void SetSize(PictureSize size)
    {
        if (Size != default && Size != size)
            IsUniform = false;
        Size = size;
    }

    protected void NoteChange() => IsUniform = false;
}
