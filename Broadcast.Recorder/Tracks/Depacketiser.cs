using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>Puts a codec's payloads together to frames in the form that Matroska stores. One per track.</summary>
public abstract class Depacketiser
{
    /// <summary>Whether the frame under construction can be decoded without any other.</summary>
    public bool IsKeyFrame { get; protected set; }

    /// <summary>Size of the last key frame that told it.</summary>
    public PictureSize Size { get; protected set; }

    /// <summary>False once a key frame's parameters differed from the first one's.</summary>
    public bool IsUniform { get; private set; } = true;

    /// <summary>Whether each packet is a frame of its own, so that one missing harms no other.</summary>
    public virtual bool SurvivesLoss => false;

    /// <summary>Whether a frame can begin with this payload: asked after a loss, when the packet before may belong to it.</summary>
    public abstract bool BeginsFrame(ReadOnlySpan<byte> payload);

    /// <returns>False if the payload is malformed or does not follow the one before.</returns>
    public abstract bool TryAppend(ReadOnlySpan<byte> payload, FrameBuffer frame);

    /// <returns>False if the frame lacks its end.</returns>
    public virtual bool TryEndFrame(FrameBuffer frame) => frame.Length > 0;

    public virtual void BeginFrame() => IsKeyFrame = false;

    /// <summary>Asked at the first key frame.</summary>
    /// <returns>Null if what a player needs has not been sent yet.</returns>
    public abstract MatroskaTrack? Describe();

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
