using Broadcast.Jobs.Catalogue;

namespace Broadcast.Api.Recordings;

/// <summary>A recording as its organizer sees it.</summary>
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
    IReadOnlyList<RecordingFileView> Files);

/// <param name="Url">A signed path that expires.</param>
public sealed record RecordingFileView(string Name, RecordingFileKind Kind, string ContentType, long Bytes, string Url);
