using Broadcast.Jobs.Catalogue;

namespace Broadcast.Bench.Recording;

/// <summary>What the catalogue says of the recording.</summary>
/// <param name="State">Null while nothing is known of it.</param>
internal sealed record VictimState(RecordingState? State, RecordingStep? Step, string? Error)
{
    public static readonly VictimState Unknown = new(null, null, null);

    public bool IsSettled => State is RecordingState.Ready or RecordingState.Failed;

    /// <summary>As one line.</summary>
    public override string ToString() => $"{State} {Step} {Error?.ReplaceLineEndings(" ")}";

    public static VictimState Parse(string line) => line.Split(' ', 3) is [var state, var step, var error]
        ? new VictimState(
            Enum.TryParse<RecordingState>(state, out var known) ? known : null, Enum.TryParse<RecordingStep>(step, out var under) ? under : null, error)
        : Unknown;
}
