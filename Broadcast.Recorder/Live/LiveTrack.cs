using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Live;

/// <summary>One track of a running recording: packets in order, put together to frames with their session time.</summary>
internal sealed class LiveTrack
{
    private readonly TrackKey key;
    private readonly Depacketiser depacketiser;
    private readonly FrameAssembler assembler;
    private readonly TrackReader reader;

    /// <param name="output">Takes the frames in the order of the stream.</param>
    public LiveTrack(TrackKey key, LiveClock clock, RtpCodecParameters codec, byte orientationId, Depacketiser depacketiser, WholeFrame output)
    {
        this.key = key;
        this.depacketiser = depacketiser;
        Codec = CodecPayload.FromMimeType(codec.MimeType);
        assembler = new FrameAssembler(depacketiser, orientationId, output);
        reader = new TrackReader(codec.PayloadType, assembler, (ssrc, sequence, timestamp) => clock.TimeNs(key, ssrc, sequence, timestamp));
    }

    public Codec Codec { get; }

    /// <summary>What a decoder must know first, as Matroska stores it; empty until it was sent.</summary>
    public byte[] Configuration => depacketiser.Describe()?.CodecPrivate ?? [];

    /// <summary>Size of the last key frame.</summary>
    public PictureSize Size => depacketiser.Size;

    /// <summary>How the last frame is to be turned.</summary>
    public VideoOrientation Orientation => assembler.Orientation;

    public void OnRtp(double arrivalNs, ReadOnlySpan<byte> bytes) => reader.OnRtp(arrivalNs, bytes);

    /// <summary>A frame of the track on its way into the live recording.</summary>
    /// <param name="preferred">The track that should be shown when it came; null for none.</param>
    /// <param name="timeNs">Session time.</param>
    /// <param name="isKey">Whether a decoder can begin with it.</param>
    /// <param name="frame">Is copied.</param>
    public LivePicture Picture(TrackKey? preferred, double timeNs, bool isKey, ReadOnlySpan<byte> frame) =>
        new(key, preferred, Codec, timeNs, isKey, frame.ToArray(), isKey ? Configuration : [], isKey ? Size : default, Orientation);

    /// <summary>Hands over what is still held: nothing more comes.</summary>
    public void Flush() => reader.Flush();
}
