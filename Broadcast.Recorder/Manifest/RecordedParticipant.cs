using Broadcast.Recorder.Stage;

namespace Broadcast.Recorder.Manifest;

/// <summary>Someone whose media was recorded.</summary>
public sealed record RecordedParticipant(ParticipantId Id, string? DisplayName);
