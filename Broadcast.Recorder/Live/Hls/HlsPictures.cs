using Broadcast.Recorder.Fmp4;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;

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
    private string init = "";
    private int inits;
    private long lastTime = -1;
    private bool isFirst = true;

    /// <returns>False if nothing says how the frame is decoded.</returns>
    public bool TryAdd(LivePicture picture)
    {
        var (isKey, begins) = (picture.IsKey, picture.Track != current);
        var (data, needs, itsSize) = isKey
            ? H264Configuration.Separate(picture.Data, begins ? picture.Configuration : configuration, begins ? picture.Size : size)
            : (picture.Data, configuration, size);
        if (data.Length == 0 || needs.Length == 0)
            return false;
        var time = Math.Max((long)Math.Round(picture.TimeNs * InitSegment.VideoTimescale / 1e9), lastTime + 1);
        if (isKey && MustCut(time, needs, begins))
            Close(time);
        if (isKey)
            Use(needs, itsSize);
        current = picture.Track;
        frames.Add((time, isKey, data));
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

    private bool MustCut(long time, byte[] needs, bool begins) => frames.Count > 0
        && (begins || !needs.AsSpan().SequenceEqual(configuration) || time - frames[0].Time >= TargetSeconds * InitSegment.VideoTimescale);

    private void Use(byte[] needs, PictureSize itsSize)
    {
        if (needs.AsSpan().SequenceEqual(configuration))
            return;
        (configuration, size) = (needs, itsSize);
        init = $"video-init{inits++}.mp4";
        writeInit(init, InitSegment.H264(configuration, size), new HlsVariant(InitSegment.H264CodecName(configuration), size));
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
