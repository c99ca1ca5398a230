namespace Broadcast.Recorder.Fmp4;

/// <summary>A frame in a media segment.</summary>
/// <param name="Time">Decode time, which is also its presentation time, in ticks of the track.</param>
/// <param name="Duration">In ticks.</param>
internal readonly record struct MediaSample(long Time, uint Duration, bool IsKey, ReadOnlyMemory<byte> Data);
