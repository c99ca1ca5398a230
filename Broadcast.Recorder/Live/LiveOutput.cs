using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Recorder.Certification;
using Broadcast.Recorder.Fmp4;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Live;

/// <summary>
/// The directory of a running recording's HLS: segments, initialization segments, a playlist for the picture and one for each voice,
/// and a master playlist that names them (RFC 8216).
/// </summary>
/// <param name="made">Told of every file once it is whole.</param>
public sealed class LiveOutput(string recordingId, string directory, Action<LiveFile> made)
{
    public const string MasterName = "master.m3u8";

    private const string SoundInit = "audio-init.mp4";
    private const string Segment = "video/iso.segment";
    private const string Mp4 = "video/mp4";
    private const string Playlist = "application/vnd.apple.mpegurl";

    private readonly HlsPlaylist picture = new();
    private readonly SortedDictionary<int, HlsPlaylist> voices = [];
    private readonly List<CertifiedSegment> segments = [];
    private string codec = "";
    private PictureSize size;
    private double peakBitrate = 64_000;
    private bool isMasterStale;

    /// <summary>Every segment so far with its SHA-256.</summary>
    public IReadOnlyList<CertifiedSegment> Segments => segments;

    public int PictureCount => picture.Count;

    /// <summary>The last closed segments with what they need, to be looked at; null until there is one.</summary>
    public LiveSegment? LastPicture { get; private set; }
    public LiveSegment? LastSound { get; private set; }

    /// <summary>How long the recording is so far.</summary>
    public double Seconds => Math.Max(picture.Seconds, voices.Values.Select(voice => voice.Seconds).DefaultIfEmpty(0).Max());

    public void WriteInit(string name, byte[] content, string itsCodec, PictureSize itsSize)
    {
        Write(name, content, Mp4);
        (codec, size, isMasterStale) = (itsCodec, itsSize, true);
    }

    public void WritePicture(string init, IReadOnlyList<MediaSample> samples)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"video-{picture.Count}.m4s");
        var content = MediaSegment.Write((uint)picture.Count + 1, samples);
        Write(name, content, Segment);
        var seconds = SecondsOf(samples, InitSegment.VideoTimescale);
        picture.Add(init, name, seconds);
        peakBitrate = Math.Max(peakBitrate, 8 * content.Length / Math.Max(1, seconds));
        LastPicture = new LiveSegment(PathOf(init), PathOf(name), samples[0].Time / (double)InitSegment.VideoTimescale, seconds, samples.Count);
        WritePlaylist("video.m3u8", picture, hasEnded: false);
        WriteMaster();
    }

    /// <param name="slot">Which voice.</param>
    public void WriteSound(int slot, IReadOnlyList<MediaSample> samples)
    {
        if (!voices.TryGetValue(slot, out var voice))
        {
            voices[slot] = voice = new HlsPlaylist();
            isMasterStale = true;
            Write(SoundInit, InitSegment.Opus(channels: 2), Mp4);
        }
        var name = string.Create(CultureInfo.InvariantCulture, $"audio{slot}-{voice.Count}.m4s");
        Write(name, MediaSegment.Write((uint)voice.Count + 1, samples), Segment);
        var seconds = SecondsOf(samples, InitSegment.AudioTimescale);
        voice.Add(SoundInit, name, seconds);
        if (slot == 0)
            LastSound = new LiveSegment(PathOf(SoundInit), PathOf(name), samples[0].Time / (double)InitSegment.AudioTimescale, seconds, samples.Count);
        WritePlaylist(NameOf(slot), voice, hasEnded: false);
        WriteMaster();
    }

    /// <summary>Ends the playlists: from here on the recording plays as a whole.</summary>
    public void End()
    {
        foreach (var (slot, voice) in voices)
            WritePlaylist(NameOf(slot), voice, hasEnded: true);
        if (picture.Count > 0)
            WritePlaylist("video.m3u8", picture, hasEnded: true);
        isMasterStale = true;
        WriteMaster();
    }

    /// <summary>Puts a further file beside the segments.</summary>
    public void WriteJson(string name, byte[] json) => Write(name, json, "application/json");

    private void WritePlaylist(string name, HlsPlaylist playlist, bool hasEnded) =>
        Write(name, Encoding.UTF8.GetBytes(playlist.Text(hasEnded)), Playlist);

    private void WriteMaster()
    {
        if (!isMasterStale || picture.Count == 0 && voices.Count == 0)
            return;
        isMasterStale = false;
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        foreach (var slot in voices.Keys)
            text.Append(CultureInfo.InvariantCulture,
                $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Voice {slot + 1}\",DEFAULT={(slot == 0 ? "YES" : "NO")},AUTOSELECT=YES,URI=\"{NameOf(slot)}\"\n");
        var sound = voices.Count > 0 ? ",AUDIO=\"sound\"" : "";
        var codecs = string.Join(',', ((string[])[picture.Count > 0 ? codec : "", voices.Count > 0 ? "opus" : ""]).Where(name => name.Length > 0));
        var resolution = picture.Count > 0 ? $",RESOLUTION={size.Width}x{size.Height}" : "";
        text.Append(CultureInfo.InvariantCulture,
            $"#EXT-X-STREAM-INF:BANDWIDTH={(long)peakBitrate},CODECS=\"{codecs}\"{resolution}{sound}\n{(picture.Count > 0 ? "video.m3u8" : NameOf(0))}\n");
        Write(MasterName, Encoding.UTF8.GetBytes(text.ToString()), Playlist);
    }

    private void Write(string name, byte[] content, string contentType)
    {
        var path = PathOf(name);
        File.WriteAllBytes($"{path}.unfinished", content);
        File.Move($"{path}.unfinished", path, overwrite: true);
        if (contentType != Playlist)
            segments.Add(new CertifiedSegment(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        made(new LiveFile(recordingId, path, contentType));
    }

    private string PathOf(string name) => Path.Combine(directory, name);

    private static string NameOf(int slot) => string.Create(CultureInfo.InvariantCulture, $"audio{slot}.m3u8");

    private static double SecondsOf(IReadOnlyList<MediaSample> samples, uint timescale) =>
        (samples[^1].Time + samples[^1].Duration - samples[0].Time) / (double)timescale;
}
