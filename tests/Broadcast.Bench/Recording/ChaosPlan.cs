using Broadcast.Jobs.Catalogue;

namespace Broadcast.Bench.Recording;

/// <summary>When something is done to a recording, decided before it begins.</summary>
/// <param name="WhileRecording">After its first packet; null for not while it is recorded.</param>
/// <param name="WhileProcessing">In order.</param>
internal sealed record ChaosPlan(TimeSpan? WhileRecording, IReadOnlyList<ChaosMoment> WhileProcessing)
{
    private const int MostStrikes = 3;

    public static ChaosPlan For(ChaosKind kind, Random random) => kind switch
    {
        ChaosKind.Recorder => new(Recording(random), []),
        ChaosKind.Worker => new(null, Processing(random, random.Next(1, MostStrikes + 1), Enum.GetValues<RecordingStep>())),
        ChaosKind.AllInOne => new(Recording(random), Processing(random, 1, Enum.GetValues<RecordingStep>())),
        ChaosKind.FFmpeg => new(null, Processing(random, random.Next(1, MostStrikes + 1), RecordingStep.Compose, RecordingStep.Package)),
        // The HLS goes into the store when the recording has ended, that is beside the first step.
        ChaosKind.Store or ChaosKind.StoreAway => new(null, Processing(random, 1, RecordingStep.Finalize, RecordingStep.Upload, RecordingStep.Verify)),
        ChaosKind.DiskFull when random.Next(2) == 0 => new(Recording(random), []),
        ChaosKind.DiskFull => new(null, Processing(random, 1, Enum.GetValues<RecordingStep>())),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    private static TimeSpan Recording(Random random) => Between(random, 0.3, NumberedStream.Seconds - 0.3);

    private static List<ChaosMoment> Processing(Random random, int count, params RecordingStep[] steps) =>
        [.. Enumerable.Range(0, count).Select(_ => Moment(random, steps[random.Next(steps.Length)])).OrderBy(moment => moment.Step)];

    // Within what the steps take for a recording of this length.
    private static ChaosMoment Moment(Random random, RecordingStep step) =>
        new(step, Between(random, 0, step switch { RecordingStep.Compose => 1.5, RecordingStep.Package => 0.5, _ => 0.1 }));

    private static TimeSpan Between(Random random, double from, double to) => TimeSpan.FromSeconds(from + (to - from) * random.NextDouble());
}
