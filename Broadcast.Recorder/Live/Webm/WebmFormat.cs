using System.Text.Json;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Matroska;
using Broadcast.Recorder.Sound;

namespace Broadcast.Recorder.Live.Webm;

/// <summary>
/// The recording as clusters of a WebM. Each is closed at the first key frame after some seconds, once its sound is there. Where no
/// picture comes, clusters are closed by the clock and the last picture stands.
/// </summary>
internal sealed class WebmFormat : ILiveFormat
{
    private const long TargetMs = 4_000;

    /// <summary>Without key frames; a block's time must lie within 32 s of its cluster's.</summary>
    private const long LongestMs = 12_000;

    private const long SamplesPerMs = OpusDecoder.SampleRate / 1_000;
    private const string InitName = "webm-init.webm";
    private const string ContentType = "video/webm";

    private readonly LiveFolder folder;
    private readonly Queue<(long TimeMs, bool IsKey, byte[] Data)> pictures = [];
    private readonly Queue<SoundPacket> sound = [];
    private readonly List<WebmCluster> clusters = [];
    private readonly EbmlBuffer cluster = new();
    private WebmIndex index;
    private long startMs;
    private long lastPictureMs = -1;

    public WebmFormat(LiveFolder folder, LivePicture first)
    {
        this.folder = folder;
        index = new WebmIndex(first.Codec, first.Size.Width, first.Size.Height, HasEnded: false, clusters, first.Orientation);
        folder.Write(InitName, index.OpenHead(), ContentType);
    }

    public LiveSegment? LastPicture { get; private set; }
    public LiveSegment? LastSound { get; private set; }
    public bool LiesOnItsSide { get; private set; }

    public bool TryPicture(LivePicture picture)
    {
        // The first picture stands from the beginning: a player shows nothing else until it comes, and cannot seek before it.
        if (lastPictureMs < 0)
            Add(0, picture);
        Add((long)Math.Round(picture.TimeNs / 1e6), picture);
        return true;
    }

    public void OnSound(in SoundPacket packet)
    {
        sound.Enqueue(packet);
        var heardMs = (packet.Time + SoundPacket.Samples) / SamplesPerMs;
        while (NextCut(heardMs) is { } cutMs)
            Close(cutMs);
    }

    public void Finish(double endNs)
    {
        Close(Math.Max((long)(endNs / 1e6), lastPictureMs + 1));
        index = index with { HasEnded = true };
        WriteIndex();
    }

    private void Add(long timeMs, LivePicture picture)
    {
        LiesOnItsSide = picture.Orientation != index.Orientation;
        lastPictureMs = Math.Max(Math.Max(timeMs, lastPictureMs + 1), startMs);
        pictures.Enqueue((lastPictureMs, picture.IsKey, picture.Data));
    }

    private long? NextCut(long untilMs)
    {
        foreach (var (timeMs, isKey, _) in pictures)
        {
            if (timeMs > untilMs || timeMs > startMs + LongestMs)
                break;
            if (isKey && timeMs >= startMs + TargetMs)
                return timeMs;
        }
        return untilMs >= startMs + LongestMs ? startMs + LongestMs : null;
    }

    private void Close(long endMs)
    {
        var beginsWithKeyFrame = pictures.TryPeek(out var first) && first.IsKey && first.TimeMs == startMs;
        var (frames, packets) = WriteBlocks(endMs);
        if (frames + packets == 0)
            return;
        var name = WebmIndex.NameOf(clusters.Count);
        var content = cluster.Written.ToArray();
        folder.Write(name, content, ContentType);
        var (start, seconds) = (startMs / 1e3, (endMs - startMs) / 1e3);
        if (beginsWithKeyFrame)
            LastPicture = new LiveSegment(folder.PathOf(InitName), folder.PathOf(name), start, seconds, frames);
        if (packets > 0)
            LastSound = new LiveSegment(folder.PathOf(InitName), folder.PathOf(name), start, seconds, packets);
        clusters.Add(new WebmCluster(startMs, endMs - startMs, content.Length, beginsWithKeyFrame));
        startMs = endMs;
        WriteIndex();
    }

    /// <summary>Fills the cluster with everything before its end, in order of time; at the same time the picture comes first.</summary>
    private (int Frames, int Packets) WriteBlocks(long endMs)
    {
        cluster.Clear();
        var body = cluster.Begin(MatroskaId.Cluster);
        cluster.Unsigned(MatroskaId.ClusterTimestamp, (ulong)startMs);
        var (frames, packets) = (0, 0);
        while (true)
        {
            var pictureMs = pictures.TryPeek(out var picture) ? picture.TimeMs : long.MaxValue;
            var soundMs = sound.TryPeek(out var packet) ? packet.Time / SamplesPerMs : long.MaxValue;
            if (Math.Min(pictureMs, soundMs) >= endMs)
                break;
            if (pictureMs <= soundMs)
            {
                cluster.SimpleBlock(WebmHead.PictureTrack, (short)(pictureMs - startMs), picture.IsKey, picture.Data);
                pictures.Dequeue();
                frames++;
            }
            else
            {
                cluster.SimpleBlock(WebmHead.SoundTrack, (short)(soundMs - startMs), isKey: true, packet.Data.Span);
                sound.Dequeue();
                packets++;
            }
        }
        cluster.End(body);
        return (frames, packets);
    }

    private void WriteIndex() =>
        folder.WriteGrowing(WebmIndex.FileName, JsonSerializer.SerializeToUtf8Bytes(index, WebmIndexJson.Default.WebmIndex), "application/json");
}
