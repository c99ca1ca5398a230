using FFMpegCore;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>What FFprobe says of a file.</summary>
/// <param name="Length">Of the container.</param>
public sealed record MediaProbe(IReadOnlyList<ProbedStream> Streams, TimeSpan Length)
{
    public ProbedStream? Video => Streams.FirstOrDefault(stream => stream.CodecType == "video");
    public ProbedStream? Audio => Streams.FirstOrDefault(stream => stream.CodecType == "audio");

    internal static MediaProbe From(IMediaAnalysis analysis) =>
        new([.. analysis.Raw.Streams.Select(ProbedStream.From)], ProbedStream.LengthOf(analysis.Raw.Format?.Duration));
}
