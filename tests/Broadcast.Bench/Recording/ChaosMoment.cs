using Broadcast.Jobs.Catalogue;

namespace Broadcast.Bench.Recording;

/// <summary>So long after a step of the processing has begun, or as soon as it is seen to be over.</summary>
internal readonly record struct ChaosMoment(RecordingStep Step, TimeSpan After);
