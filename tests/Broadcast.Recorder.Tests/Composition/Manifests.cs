using System.Text.Json;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Tests.Composition;

/// <summary>Manifests made up for planning; their files do not exist.</summary>
internal static class Manifests
{
    public static RecordingManifest Of(double seconds, params IReadOnlyList<RecordedTrack> tracks) => new()
    {
        RecordingId = new("test"),
        StartedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromSeconds(seconds),
        Tracks = tracks,
        Participants = [.. tracks.Select(track => track.ParticipantId!.Value).Distinct().Select(id => new RecordedParticipant(id, id.Value.ToUpperInvariant()))],
        Events = [],
        Files = [],
        Damage = [],
        PacketsShed = 0,
        EndedCleanly = true,
    };

    public static RecordedTrack Camera(string who, double from, double to) => Track(who, "camera", MediaKind.Video, from, to);

    public static RecordedTrack Screen(string who, double from, double to) => Track(who, "screen", MediaKind.Video, from, to);

    public static RecordedTrack Microphone(string who) => Track(who, "microphone", MediaKind.Audio, 0, 1_000);

    public static RecordedEvent Event(double at, string json) => new(TimeSpan.FromSeconds(at), JsonDocument.Parse(json).RootElement);

    private static RecordedTrack Track(string who, string source, MediaKind kind, double from, double to) => new()
    {
        Id = $"{who}-{source}",
        ProducerId = $"{who}-{source}",
        ParticipantId = new(who),
        Source = source,
        Kind = kind,
        File = new MediaFile($"{who}-{source}.mkv", "video/x-matroska", 1, TimeSpan.FromSeconds(to)),
        PacketsExpected = 0,
        PacketsReceived = 0,
        PacketsMissing = 0,
        PacketsInvalid = 0,
        FramesWritten = 0,
        FramesDropped = 0,
        Active = [new SessionSpan(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to))],
        Pieces = [],
    };
}
