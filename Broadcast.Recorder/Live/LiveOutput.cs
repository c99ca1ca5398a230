using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Live.Hls;
using Broadcast.Recorder.Live.Webm;
using Broadcast.Recorder.Sound;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Live;

/// <summary>
/// What can be watched of a running recording. The first picture decides its form, for good: HLS for H.264, WebM for VP8 and VP9. One
/// picture is shown at a time, changed at key frames only. Until there is a picture it is HLS with sound.
/// </summary>
internal sealed class LiveOutput(LiveFolder folder)
{
    /// <summary>So much sound without a picture can still become a WebM; half an hour is some 20 MB.</summary>
    private const int MostEarlyPackets = 30 * 60 * OpusDecoder.SampleRate / SoundPacket.Samples;

    private ILiveFormat format = new HlsFormat(folder);
    private List<SoundPacket>? early = [];
    private Codec codec;
    private TrackKey? shown;

    public LiveFolder Folder => folder;

    /// <summary>The codec of its pictures; unknown until there is one.</summary>
    public Codec Codec => codec;

    /// <summary>The last closed segments with what they need, to be looked at; null until there is one.</summary>
    public LiveSegment? LastPicture => format.LastPicture;
    public LiveSegment? LastSound => format.LastSound;

    /// <summary>Whether the last picture is shown turned, because it cannot be said in this form how it should be.</summary>
    public bool LiesOnItsSide => format.LiesOnItsSide;

    /// <summary>Whether pictures of a codec can be copied into it.</summary>
    public bool CanShow(Codec other) => codec != Codec.Unknown ? other == codec : other == Codec.H264 || IsWebm(other) && early is not null;

    /// <summary>Shows a frame of the track that is shown, or a key frame of the one that should be.</summary>
    public void OnPicture(LivePicture picture)
    {
        var begins = picture.IsKey && picture.Track == picture.Preferred && picture.Track != shown;
        if (!begins && picture.Track != shown)
            return;
        if (codec == Codec.Unknown)
            Begin(picture);
        if (!format.TryPicture(picture))
            return;
        shown = picture.Track;
        CatchUp();
    }

    public void OnSound(SoundPacket packet)
    {
        format.OnSound(packet);
        early?.Add(packet);
        if (early?.Count > MostEarlyPackets)
            early = null;
    }

    /// <summary>Ends it: from here on it plays as a whole.</summary>
    public void Finish(double endNs) => format.Finish(endNs);

    private void Begin(LivePicture first)
    {
        codec = first.Codec;
        if (IsWebm(codec))
            format = new WebmFormat(folder, first);
        else
            early = null;
    }

    // After the first picture, which stands from the beginning.
    private void CatchUp()
    {
        foreach (var packet in early ?? [])
            format.OnSound(packet);
        early = null;
    }

    private static bool IsWebm(Codec codec) => codec is Codec.Vp8 or Codec.Vp9;
}
