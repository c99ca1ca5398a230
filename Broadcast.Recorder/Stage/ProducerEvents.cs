using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Stage;

/// <summary>Who and what a producer is; comes before its track.</summary>
/// <param name="Source">What it shows or lets hear: <c>camera</c>, <c>microphone</c>, <c>screen</c>, <c>screenAudio</c>.</param>
public sealed record ProducerIntroduced(
    string ProducerId, ParticipantId? ParticipantId = null, string? DisplayName = null, MediaKind? Kind = null, string? Source = null) : StageEvent;

/// <summary>Muted, camera off, and back.</summary>
public sealed record ProducerPauseChanged(string ProducerId, bool Paused) : StageEvent;

/// <summary>Its participant left the stage or stopped showing it.</summary>
public sealed record ProducerLeft(string ProducerId) : StageEvent;

/// <summary>Somebody else has been the loudest for a second.</summary>
/// <param name="ProducerId">Their microphone.</param>
public sealed record SpeakerChanged(string ProducerId) : StageEvent;
