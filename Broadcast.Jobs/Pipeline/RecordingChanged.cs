using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Stage;

namespace Broadcast.Jobs.Pipeline;

/// <summary>A recording's state, step or percent is now this; <paramref name="State"/> is null when it was deleted.</summary>
public sealed record RecordingChanged(RecordingId RecordingId, WebinarId WebinarId, RecordingState? State, RecordingStep? Step, int Percent);
