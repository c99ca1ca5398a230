using Broadcast.Jobs.Catalogue;

namespace Broadcast.Jobs.Pipeline;

/// <summary>A recording's state, step or percent is now this; <paramref name="State"/> is null when it was deleted.</summary>
public sealed record RecordingChanged(string RecordingId, string WebinarId, RecordingState? State, RecordingStep? Step, int Percent);
