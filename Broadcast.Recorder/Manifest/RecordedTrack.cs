using Broadcast.Recorder.Files;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Manifest;

/// <summary>One producer's media, from the moment it was added until it was closed.</summary>
public sealed record RecordedTrack
{
    /// <summary>The id of the recording's consumer.</summary>
    public required string Id { get; init; }
    public required string ProducerId { get; init; }

    /// <summary>Null if the stage never said whose producer it was.</summary>
    public ParticipantId? ParticipantId { get; init; }

    /// <summary><c>camera</c>, <c>microphone</c>, <c>screen</c> or <c>screenAudio</c>; null if the stage never said.</summary>
    public string? Source { get; init; }
    public required MediaKind Kind { get; init; }

    /// <summary>MIME type of the codec; null if no packet came.</summary>
    public string? Codec { get; init; }

    /// <summary>The track's Matroska file; null if it held no whole frame.</summary>
    public MediaFile? File { get; init; }

    public required long PacketsExpected { get; init; }
    public required long PacketsReceived { get; init; }
    public required long PacketsMissing { get; init; }

    /// <summary>Packets that could not be read as what the parameters announced: wrong payload type, broken payload.</summary>
    public required long PacketsInvalid { get; init; }

    public required long FramesWritten { get; init; }

    /// <summary>Frames left out because they, or one that they depend on, were incomplete.</summary>
    public required long FramesDropped { get; init; }

    /// <summary>When there is something of it to see or hear: from its first frame, without the spans in which it was paused.</summary>
    public required IReadOnlyList<SessionSpan> Active { get; init; }

    /// <summary>Pixels of the first key frame; zero for audio.</summary>
    public int Width { get; init; }
    public int Height { get; init; }

    /// <summary>How its pictures are to be turned so that they stand upright, in order of time; none if they are as they should be.</summary>
    public IReadOnlyList<RecordedOrientation> Orientations { get; init; } = [];

    /// <summary>Whether every key frame had the same parameters, so that the video can be copied into an MP4.</summary>
    public bool IsUniform { get; init; }

    /// <summary>How the stream's time was put on the session clock, piece by piece.</summary>
    public required IReadOnlyList<RecordedPiece> Pieces { get; init; }

    public VideoOrientation OrientationAt(TimeSpan time) => Orientations.LastOrDefault(each => each.From <= time)?.Orientation ?? default;
}
