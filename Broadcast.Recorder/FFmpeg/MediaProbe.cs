namespace Broadcast.Recorder.FFmpeg;

/// <summary>What FFprobe says of a file.</summary>
public sealed record MediaProbe(IReadOnlyList<ProbedStream> Streams, ProbedFormat Format)
{
    public ProbedStream? Video => Streams.FirstOrDefault(stream => stream.CodecType == "video");
    public ProbedStream? Audio => Streams.FirstOrDefault(stream => stream.CodecType == "audio");
}
