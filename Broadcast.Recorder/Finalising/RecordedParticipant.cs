namespace Broadcast.Recorder.Finalising;

/// <summary>Someone whose media was recorded.</summary>
public sealed record RecordedParticipant(string Id, string? DisplayName);
