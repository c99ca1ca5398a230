using System.Text.Json.Serialization;

namespace Broadcast.Recorder.Stage;

/// <summary>The recording was opened.</summary>
public sealed record WebinarStarted(
    WebinarId? WebinarId = null, [property: JsonConverter(typeof(EventTimeConverter))] DateTimeOffset? At = null) : StageEvent;

/// <summary>The end of the recording.</summary>
/// <param name="At">When that was, for it is written down a moment later.</param>
public sealed record WebinarEnded([property: JsonConverter(typeof(EventTimeConverter))] DateTimeOffset? At = null) : StageEvent;

/// <summary>The last event of its epoch: until the next one nothing is stored, and session time stands still.</summary>
public sealed record RecordingPaused : StageEvent;

/// <summary>The first event of the epoch after a pause.</summary>
public sealed record RecordingResumed : StageEvent;

/// <summary>The first event of the epoch after one whose node was lost.</summary>
/// <param name="At">When that was, by the clock that <see cref="WebinarStarted"/> was said by: the nodes' own may differ.</param>
public sealed record RecordingContinued([property: JsonConverter(typeof(EventTimeConverter))] DateTimeOffset? At = null) : StageEvent;

/// <summary>A chapter begins.</summary>
/// <param name="Label">Its name; none without one.</param>
public sealed record MarkerSet(string? Label = null) : StageEvent;
