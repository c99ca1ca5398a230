namespace Broadcast.Recorder.Live.Webm;

/// <summary>One cluster of a recording's WebM.</summary>
/// <param name="AtMs">Session time.</param>
public sealed record WebmCluster(long AtMs, long LengthMs, long Bytes, bool BeginsWithKeyFrame);
