using Broadcast.Api.Data;

namespace Broadcast.Api.Stage;

/// <summary>How media has gone at somebody's browser, as the process that they are connected to knows it.</summary>
/// <param name="Samples">Of the last ten minutes, oldest first.</param>
internal sealed record PersonTimeline(string DisplayName, StageRole Role, IReadOnlyList<QualitySample> Samples);
