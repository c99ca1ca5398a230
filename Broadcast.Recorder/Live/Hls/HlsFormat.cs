using System.Globalization;
using System.Text;
using Broadcast.Recorder.Fmp4;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Sound;

namespace Broadcast.Recorder.Live.Hls;

/// <summary>
/// The recording as HLS: segments and initialization segments, a playlist for the picture and one for the sound, and a master playlist
/// that names them (RFC 8216).
/// </summary>
internal sealed class HlsFormat : ILiveFormat
{
    private const string PictureName = "video.m3u8";
    private const string SoundName = "audio.m3u8";
    private const string SoundInit = "audio-init.mp4";
    private const string Segment = "video/iso.segment";
    private const string Mp4 = "video/mp4";
    private const string Playlist = "application/vnd.apple.mpegurl";

    /// <summary>Who opens it without a picture will not see one that comes later: the first is waited for so long.</summary>
    private const double PicturePatienceSeconds = 15;

    private const int PacketsPerSegment = 4 * OpusDecoder.SampleRate / SoundPacket.Samples;

    private readonly LiveFolder folder;
    private readonly HlsPictures pictures;
    private readonly HlsPlaylist shown = new();
    private readonly HlsPlaylist sound = new();
    private readonly List<MediaSample> packets = [];
    private HlsVariant? variant;
    private double peakBitrate = 64_000;
    private bool isMasterStale = true;

    public HlsFormat(LiveFolder folder)
    {
        this.folder = folder;
        pictures = new HlsPictures(WriteInit, WritePicture);
    }

    public LiveSegment? LastPicture { get; private set; }
    public LiveSegment? LastSound { get; private set; }

    public bool LiesOnItsSide => pictures.LiesOnItsSide;

    public bool TryPicture(LivePicture picture) => pictures.TryAdd(picture);

    public void OnSound(in SoundPacket packet)
    {
        packets.Add(new MediaSample(packet.Time, SoundPacket.Samples, IsKey: true, packet.Data));
        if (packets.Count == PacketsPerSegment)
            WriteSound();
    }

    public void Finish(double endNs)
    {
        pictures.Finish(endNs);
        WriteSound();
        if (sound.Count > 0)
            WritePlaylist(SoundName, sound, hasEnded: true);
        if (shown.Count > 0)
            WritePlaylist(PictureName, shown, hasEnded: true);
        WriteMaster(hasEnded: true);
    }

    private void WriteInit(string name, byte[] content, HlsVariant needs)
    {
        folder.Write(name, content, Mp4);
        (variant, isMasterStale) = (needs, true);
    }

    private void WritePicture(string init, IReadOnlyList<MediaSample> samples)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"video-{shown.Count}.m4s");
        var content = MediaSegment.Write((uint)shown.Count + 1, samples);
        folder.Write(name, content, Segment);
        LastPicture = Describe(init, name, samples, InitSegment.VideoTimescale);
        shown.Add(init, name, LastPicture.Seconds);
        peakBitrate = Math.Max(peakBitrate, 8 * content.Length / Math.Max(1, LastPicture.Seconds));
        WritePlaylist(PictureName, shown, hasEnded: false);
        WriteMaster(hasEnded: false);
    }

    private void WriteSound()
    {
        if (packets.Count == 0)
            return;
        if (sound.Count == 0)
            folder.Write(SoundInit, InitSegment.Opus(OpusDecoder.Channels), Mp4);
        var name = string.Create(CultureInfo.InvariantCulture, $"audio-{sound.Count}.m4s");
        folder.Write(name, MediaSegment.Write((uint)sound.Count + 1, packets), Segment);
        LastSound = Describe(SoundInit, name, packets, InitSegment.AudioTimescale);
        sound.Add(SoundInit, name, LastSound.Seconds);
        packets.Clear();
        WritePlaylist(SoundName, sound, hasEnded: false);
        WriteMaster(hasEnded: false);
    }

    private void WritePlaylist(string name, HlsPlaylist playlist, bool hasEnded) =>
        folder.WriteGrowing(name, Encoding.UTF8.GetBytes(playlist.Text(hasEnded)), Playlist);

    private void WriteMaster(bool hasEnded)
    {
        var isDue = hasEnded ? shown.Count + sound.Count > 0 : isMasterStale && (shown.Count > 0 || sound.Seconds >= PicturePatienceSeconds);
        if (!isDue)
            return;
        isMasterStale = shown.Count == 0 && sound.Count == 0;
        var picture = shown.Count > 0 ? variant : null;
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        if (sound.Count > 0)
            text.Append(CultureInfo.InvariantCulture,
                $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Sound\",DEFAULT=YES,AUTOSELECT=YES,URI=\"{SoundName}\"\n");
        var codecs = string.Join(',', ((string?[])[picture?.Codec, sound.Count > 0 ? "opus" : null]).Where(name => name is not null));
        var resolution = picture is { Size: var size } ? $",RESOLUTION={size.Width}x{size.Height}" : "";
        var group = sound.Count > 0 ? ",AUDIO=\"sound\"" : "";
        text.Append(CultureInfo.InvariantCulture,
            $"#EXT-X-STREAM-INF:BANDWIDTH={(long)peakBitrate},CODECS=\"{codecs}\"{resolution}{group}\n{(picture is null ? SoundName : PictureName)}\n");
        folder.WriteGrowing(LiveFileNames.MasterPlaylist, Encoding.UTF8.GetBytes(text.ToString()), Playlist);
    }

    private LiveSegment Describe(string init, string name, IReadOnlyList<MediaSample> samples, uint timescale) => new(
        folder.PathOf(init), folder.PathOf(name), samples[0].Time / (double)timescale,
        (samples[^1].Time + samples[^1].Duration - samples[0].Time) / (double)timescale, samples.Count);
}
