namespace Broadcast.Recorder.Fmp4;

/// <summary>A media segment of one track: <c>moof</c> and <c>mdat</c> (ISO/IEC 14496-12 §8.8).</summary>
internal static class MediaSegment
{
    private const int TrackId = 1;
    private const uint DefaultBaseIsMoof = 0x02_0000;
    private const uint HasOffsetDurationSizeFlags = 0x0001 | 0x0100 | 0x0200 | 0x0400;
    private const uint KeyFrame = 0x0200_0000;
    private const uint DependsOnOthers = 0x0101_0000;

    /// <param name="sequence">Counts the track's segments from 1.</param>
    /// <param name="samples">At least one, in order, without gaps: each lasts until the next.</param>
    public static byte[] Write(uint sequence, IReadOnlyList<MediaSample> samples)
    {
        var box = new BoxBuffer();
        var fragment = box.Begin("moof");
        var header = box.BeginFull("mfhd", 0, 0);
        box.U32(sequence);
        box.End(header);
        var offsetAt = WriteTrackFragment(box, samples);
        box.End(fragment);
        box.Patch(offsetAt, box.Length + 8);
        var data = box.Begin("mdat");
        foreach (var sample in samples)
            box.Bytes(sample.Data.Span);
        box.End(data);
        return box.Written.ToArray();
    }

    /// <returns>Where the offset of the first sample is to be filled in.</returns>
    private static int WriteTrackFragment(BoxBuffer box, IReadOnlyList<MediaSample> samples)
    {
        var track = box.Begin("traf");
        var header = box.BeginFull("tfhd", 0, DefaultBaseIsMoof);
        box.U32(TrackId);
        box.End(header);
        var decodeTime = box.BeginFull("tfdt", 1, 0);
        box.U64((ulong)samples[0].Time);
        box.End(decodeTime);
        var run = box.BeginFull("trun", 0, HasOffsetDurationSizeFlags);
        box.U32((uint)samples.Count);
        var offsetAt = box.Length;
        box.U32(0);
        foreach (var sample in samples)
        {
            box.U32(sample.Duration);
            box.U32((uint)sample.Data.Length);
            box.U32(sample.IsKey ? KeyFrame : DependsOnOthers);
        }
        box.End(run);
        box.End(track);
        return offsetAt;
    }
}
