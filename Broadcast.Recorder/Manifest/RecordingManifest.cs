using Broadcast.Recorder.Files;
using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Manifest;

/// <summary>
/// What a journal was found to hold: the tracks on one session clock, who was there, what happened and what is missing.
/// Stored as <c>manifest.json</c> beside the track files; every composition starts from it.
/// </summary>
public sealed record RecordingManifest
{
    public const string FileName = "manifest.json";

    /// <summary>Null if no chunk of the journal could be read that says it.</summary>
    public RecordingId? RecordingId { get; init; }

    /// <summary>Wall-clock time of session time zero.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The live span: from the start of the recording (or of the webinar, if that is later) to its end.</summary>
    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<RecordedTrack> Tracks { get; init; }
    public required IReadOnlyList<RecordedParticipant> Participants { get; init; }
    public required IReadOnlyList<RecordedEvent> Events { get; init; }

    /// <summary>One Matroska file per track that had a whole frame.</summary>
    public required IReadOnlyList<MediaFile> Files { get; init; }

    /// <summary>Byte ranges of the journal that could not be read.</summary>
    public required IReadOnlyList<DamagedRange> Damage { get; init; }

    /// <summary>Packets that the journal itself shed because the disk did not keep up.</summary>
    public required long PacketsShed { get; init; }

    /// <summary>False if the media process died before the recording was closed.</summary>
    public required bool EndedCleanly { get; init; }
}
