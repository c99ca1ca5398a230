namespace Broadcast.Bench.Recording;

/// <summary>What came of one round.</summary>
/// <param name="Kills">How often something was really killed or taken away.</param>
/// <param name="Lost">Packets that the journal had taken and that are not in it.</param>
/// <param name="Frames">Different numbered frames in the published video.</param>
/// <param name="TemporaryFiles">What was left on the disk that nobody needs.</param>
internal sealed record ChaosRow(
    int Round, ChaosKind Kind, int Kills, long Received, long InJournal, long Lost, int Frames, bool IsPublished, int TemporaryFiles, string State);
