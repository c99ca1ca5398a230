using Broadcast.Recorder.Fmp4;

namespace Broadcast.Recorder.Live;

/// <summary>
/// One voice of a running recording as segments without a gap from the beginning: what is missing is filled with silence, what comes
/// twice is left out, and each packet lies within 20 ms of its time.
/// </summary>
/// <param name="slot">Which voice.</param>
public sealed class SoundSegments(int slot, LiveOutput output)
{
    private const long SegmentTicks = 4 * InitSegment.AudioTimescale;
    private const uint SilenceTicks = 960;

    /// <summary>20 ms of stereo silence (RFC 6716 §3.1: CELT, full band, one frame).</summary>
    private static readonly byte[] Silence = [0xFC, 0xFF, 0xFE];

    private readonly List<MediaSample> samples = [];
    private long next;
    private long segmentEnd = SegmentTicks;

    public void OnFrame(double timeNs, ReadOnlySpan<byte> packet)
    {
        var time = (long)Math.Round(timeNs * InitSegment.AudioTimescale / 1e9);
        var duration = OpusDuration.Samples(packet);
        if (duration == 0 || time < next - SilenceTicks)
            return;
        FillTo(time);
        Append(duration, packet.ToArray());
    }

    /// <summary>Closes every segment that ends by then: nothing earlier comes any more.</summary>
    public void AdvanceTo(double timeNs)
    {
        var time = (long)(timeNs * InitSegment.AudioTimescale / 1e9);
        while (segmentEnd <= time)
        {
            FillTo(segmentEnd);
            Close();
        }
    }

    public void Finish(double endNs)
    {
        AdvanceTo(endNs);
        FillTo((long)(endNs * InitSegment.AudioTimescale / 1e9));
        Close();
    }

    private void FillTo(long time)
    {
        while (next + SilenceTicks <= time)
            Append(SilenceTicks, Silence);
    }

    private void Append(uint duration, byte[] data)
    {
        if (next >= segmentEnd)
            Close();
        samples.Add(new MediaSample(next, duration, IsKey: true, data));
        next += duration;
    }

    private void Close()
    {
        if (samples.Count > 0)
            output.WriteSound(slot, samples);
        samples.Clear();
        segmentEnd += SegmentTicks;
    }
}
