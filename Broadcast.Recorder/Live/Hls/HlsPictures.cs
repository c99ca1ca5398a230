using Broadcast.Recorder.Fmp4;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Live.Hls;

/// <summary>
/// The H.264 pictures of a running recording as segments, cut at key frames only. Where no picture comes the last one lasts longer; the
/// timeline never gets shorter.
/// </summary>
/// <param name="writeInit">Takes an initialization segment with its name.</param>
/// <param name="writeSegment">Takes a closed segment with the name of the initialization segment that it needs.</param>
internal sealed class HlsPictures(Action<string, byte[], HlsVariant> writeInit, Action<string, IReadOnlyList<MediaSample>> writeSegment)
{
    /// <summary>A segment closes at the first key frame after this.</summary>
    private const double TargetSeconds = 4;

    private const uint FrameTicks = InitSegment.VideoTimescale / 30;

    private readonly List<(long Time, bool IsKey, byte[] Data)> frames = [];
    private TrackKey? current;
    private byte[] configuration = [];
    private PictureSize size;
    private VideoOrientation orientation;
    private bool isWider;
    private string init = "";
    private int inits;
    private long lastTime = -1;
    private bool isFirst = true;

    /// <summary>Whether the camera was turned since the last key frame.</summary>
    public bool LiesOnItsSide { get; private set; }

    /// <returns>False if nothing says how the frame is decoded.</returns>
    public bool TryAdd(LivePicture picture)
    {
        if ((picture.IsKey ? picture.Configuration : configuration).Length == 0)
            return false;
        var time = Math.Max((long)Math.Round(picture.TimeNs * InitSegment.VideoTimescale / 1e9), lastTime + 1);
        if (picture.IsKey)
            Begin(picture, time);
        LiesOnItsSide = picture.Orientation != orientation;
        frames.Add((time, picture.IsKey, picture.Data));
        lastTime = time;
        return true;
    }

    /// <summary>Closes the last segment.</summary>
    /// <param name="endNs">How far the last picture lasts.</param>
    public void Finish(double endNs)
    {
        if (frames.Count > 0)
            Close(Math.Max(lastTime + FrameTicks, (long)(endNs * InitSegment.VideoTimescale / 1e9)));
    }

    private void Begin(LivePicture key, long time)
    {
        var isOther = key.Orientation != orientation || !key.Configuration.AsSpan().SequenceEqual(configuration);
        if (frames.Count > 0 && (isOther || key.Track != current || time - frames[0].Time >= TargetSeconds * InitSegment.VideoTimescale))
            Close(time);
        current = key.Track;
        if (isOther)
            Use(key);
    }

    private void Use(LivePicture key)
    {
        // Chromium changes the proportions of what it shows only if the size before turning changes, too.
        isWider ^= key.Orientation.SwapsSides != orientation.SwapsSides && key.Size == size;
        (configuration, size, orientation) = (key.Configuration, key.Size, key.Orientation);
        init = $"video-init{inits++}.mp4";
        var shown = orientation.SwapsSides ? new PictureSize(size.Height, size.Width) : size;
        writeInit(init, InitSegment.H264(configuration, size, orientation, isWider), new HlsVariant(InitSegment.H264CodecName(configuration), shown));
    }

    private void Close(long end)
    {
        // The first picture stands from the beginning: a playlist cannot begin with nothing.
        if (isFirst)
            frames[0] = frames[0] with { Time = 0 };
        isFirst = false;
        var samples = new MediaSample[frames.Count];
        for (var i = 0; i < frames.Count; i++)
        {
            var next = i + 1 < frames.Count ? frames[i + 1].Time : end;
            samples[i] = new MediaSample(frames[i].Time, (uint)(next - frames[i].Time), frames[i].IsKey, frames[i].Data);
        }
        writeSegment(init, samples);
        frames.Clear();
    }
}
