using Broadcast.Recorder.Fmp4;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Live;

/// <summary>
/// The picture of a running recording as segments: one track at a time, changed and cut at key frames only. Where no picture comes
/// the last one lasts longer; the timeline never gets shorter.
/// </summary>
/// <param name="output">Takes closed segments.</param>
public sealed class PictureSegments(LiveOutput output)
{
    /// <summary>A segment closes at the first key frame after this.</summary>
    private const double TargetSeconds = 4;

    private const uint FrameTicks = InitSegment.VideoTimescale / 30;

    private readonly List<(long Time, bool IsKey, byte[] Data)> frames = [];
    private byte[] configuration = [];
    private PictureSize size;
    private string init = "";
    private int inits;
    private TrackKey? shown;

    public long LastTime { get; private set; } = -1;

    /// <summary>Whether a frame of the track would be shown: of the one that is shown, or a key frame of the one that should be.</summary>
    public void OnFrame(TrackKey track, LiveTrack from, TrackKey? preferred, double timeNs, bool isKey, ReadOnlySpan<byte> frame)
    {
        var begins = isKey && track == preferred && track != shown;
        if (!begins && track != shown)
            return;
        var (data, needs, itsSize) = isKey
            ? H264Configuration.Separate(frame, begins ? from.Configuration : configuration, begins ? from.Size : size)
            : (frame.ToArray(), configuration, size);
        if (data.Length == 0 || needs.Length == 0)
            return;
        var time = Math.Max((long)Math.Round(timeNs * InitSegment.VideoTimescale / 1e9), LastTime + 1);
        if (isKey && MustCut(time, needs, begins))
            Close(time);
        if (isKey)
            Use(needs, itsSize);
        shown = track;
        frames.Add((time, isKey, data));
        LastTime = time;
    }

    /// <summary>Closes the last segment.</summary>
    /// <param name="endNs">How far the last picture lasts.</param>
    public void Finish(double endNs)
    {
        if (frames.Count > 0)
            Close(Math.Max(LastTime + FrameTicks, (long)(endNs * InitSegment.VideoTimescale / 1e9)));
    }

    private bool MustCut(long time, byte[] needs, bool begins) => frames.Count > 0
        && (begins || !needs.AsSpan().SequenceEqual(configuration) || time - frames[0].Time >= TargetSeconds * InitSegment.VideoTimescale);

    private void Use(byte[] needs, PictureSize itsSize)
    {
        if (needs.AsSpan().SequenceEqual(configuration))
            return;
        (configuration, size) = (needs, itsSize);
        init = $"video-init{inits++}.mp4";
        output.WriteInit(init, InitSegment.H264(configuration, size), InitSegment.H264CodecName(configuration), size);
    }

    private void Close(long end)
    {
        // The first picture stands from the beginning: a playlist cannot begin with nothing.
        if (output.PictureCount == 0)
            frames[0] = frames[0] with { Time = 0 };
        var samples = new MediaSample[frames.Count];
        for (var i = 0; i < frames.Count; i++)
        {
            var next = i + 1 < frames.Count ? frames[i + 1].Time : end;
            samples[i] = new MediaSample(frames[i].Time, (uint)(next - frames[i].Time), frames[i].IsKey, frames[i].Data);
        }
        output.WritePicture(init, samples);
        frames.Clear();
    }
}
