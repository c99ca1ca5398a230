using Broadcast.Jobs.Catalogue;

namespace Broadcast.Jobs.Pipeline;

/// <summary>The share of the whole processing's percent that one step moves through.</summary>
internal readonly record struct StepShare(int From, int To)
{
    /// <summary>Set by how long the steps took on hour-long recordings of two presenters.</summary>
    public static StepShare Of(RecordingStep step) => step switch
    {
        RecordingStep.Finalize => new(0, 10),
        RecordingStep.Compose => new(10, 80),
        RecordingStep.Package => new(80, 87),
        RecordingStep.Upload => new(87, 95),
        RecordingStep.Verify => new(95, 100),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, message: null),
    };

    /// <param name="progress">0 to 100 of the step; anything else is brought into that range.</param>
    public int PercentAt(double progress) => From + (int)((To - From) * Math.Clamp(double.IsNaN(progress) ? 0 : progress, 0, 100) / 100);
}
