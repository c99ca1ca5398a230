using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Certification;

/// <summary>
/// What a recording is worth, in figures: what should be in it, what is, what is missing and when, and the hashes by which its files can
/// be checked later. Made from the journal when it ends.
/// </summary>
/// <param name="Shed">Packets that were received but could not be stored: the disk did not keep up.</param>
internal sealed record RecordingCertificate(
    RecordingId RecordingId, DateTimeOffset StartedAt, long DurationMs, bool EndedInOrder, bool IsComplete, long Shed,
    IReadOnlyList<CertifiedTrack> Tracks, IReadOnlyList<DamagedRange> Damage,
    IReadOnlyList<CertifiedSegment> Journal, IReadOnlyList<CertifiedSegment> Segments);
