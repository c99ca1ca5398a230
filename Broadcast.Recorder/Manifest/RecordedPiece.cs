namespace Broadcast.Recorder.Manifest;

/// <summary>A stretch of a track whose RTP timestamps lie on one line against the session clock.</summary>
/// <param name="Ssrc">The stream it belongs to.</param>
/// <param name="Start">Session time of its first packet.</param>
/// <param name="Source"><c>senderReports</c> or <c>arrival</c>.</param>
/// <param name="SkewPpm">How much faster than nominal the publisher's media clock ran, in parts per million.</param>
public sealed record RecordedPiece(uint Ssrc, TimeSpan Start, string Source, double SkewPpm);
