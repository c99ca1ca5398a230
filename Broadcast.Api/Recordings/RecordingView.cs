using Broadcast.Jobs.Catalogue;

namespace Broadcast.Api.Recordings;

/// <summary>A recording as its organizer sees it.</summary>
/// <param name="LiveUrl">The HLS of what there is so far; whole once the recording has ended. Null before there is anything.</param>
/// <param name="CertificateUrl">Null while it runs.</param>
/// <param name="Percent">Of the whole processing.</param>
public sealed record RecordingView(
    string Id,
    string WebinarId,
    RecordingState State,
    RecordingStep? Step,
    int Percent,
    string? Error,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long? DurationMs,
    IReadOnlyList<RecordingFileView> Files,
    string? LiveUrl,
    string? CertificateUrl);

/// <param name="Url">A signed path that expires.</param>
public sealed record RecordingFileView(string Name, RecordingFileKind Kind, string ContentType, long Bytes, string Url);
