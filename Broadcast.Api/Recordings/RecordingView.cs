using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Packaging;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Recordings;

/// <summary>A recording as its organizer sees it.</summary>
/// <param name="LiveUrl">What there is so far, as an HLS master playlist or a WebM; whole once the recording has ended. Null before there is anything.</param>
/// <param name="CertificateUrl">Null while it runs.</param>
/// <param name="Percent">Of the whole processing.</param>
/// <param name="SecondsLeft">Estimate of what is left of it; null when nothing can be said.</param>
/// <param name="ExpiresAt">When it is deleted; null for never.</param>
/// <param name="LegalHold">It neither expires nor can be deleted.</param>
/// <param name="DiskBytes">What its journal and its work files take here.</param>
/// <param name="StoredBytes">What its files take in the object store; of what can be watched at once, when all of it is there.</param>
/// <param name="JournalKeptUntil">When its journal is removed, from which it can be rendered again; null if that is not planned.</param>
/// <param name="JournalRemovedAt">Since when it cannot be rendered again; null while it can.</param>
/// <param name="Files">Of the last rendering that was published.</param>
internal sealed record RecordingView(
    RecordingId Id,
    WebinarId WebinarId,
    RecordingState State,
    RecordingStep? Step,
    int Percent,
    int? SecondsLeft,
    string? Error,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long? DurationMs,
    RecordingLook Look,
    DateTimeOffset? ExpiresAt,
    bool LegalHold,
    long DiskBytes,
    long StoredBytes,
    DateTimeOffset? JournalKeptUntil,
    DateTimeOffset? JournalRemovedAt,
    IReadOnlyList<RecordingFileView> Files,
    string? LiveUrl,
    string? CertificateUrl);

/// <param name="Url">A signed path that expires.</param>
internal sealed record RecordingFileView(string Name, RecordingFileKind Kind, string ContentType, long Bytes, string Url);
