namespace Broadcast.Recorder.Manifest;

/// <summary>Someone whose media was recorded.</summary>
public sealed record RecordedParticipant(string Id, string? DisplayName);
