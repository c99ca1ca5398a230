namespace Broadcast.Bench.Recording;

/// <summary>What came of one round.</summary>
/// <param name="Strikes">What was really killed or taken away, and while what was being done.</param>
/// <param name="Lost">Packets that the journal had taken and that are not in it.</param>
/// <param name="Frames">Numbers of the frames in the published video.</param>
/// <param name="FramesInJournal">Whole pictures in the journal: those with the first so many numbers.</param>
/// <param name="Silence">The longest time between two packets of the journal.</param>
/// <param name="IsStored">Whether the HLS is whole in the store.</param>
/// <param name="Left">Files that nobody needs any more.</param>
internal sealed record ChaosRow(
    int Round, ChaosKind Kind, IReadOnlyList<string> Strikes, long Received, long InJournal, long Lost, IReadOnlySet<int> Frames, int FramesInJournal,
    TimeSpan Silence, bool IsStored, IReadOnlyList<string> Left, TimeSpan Took, VictimState State)
{
    /// <summary>The picture is on a grid of 30 a second by when it arrived: one may fall between two others.</summary>
    private const int FramesBetween = 1;

    /// <summary>Whether every frame that was recorded can be downloaded and watched.</summary>
    public bool IsPublished => State.State == Jobs.Catalogue.RecordingState.Ready && IsStored && Frames.Count > 0 && Frames.Count >= FramesInJournal - FramesBetween;

    /// <summary>Frames that were recorded and are not seen.</summary>
    public IEnumerable<int> Unseen => Enumerable.Range(0, FramesInJournal).Where(number => !Frames.Contains(number));

    public bool IsPerfect => IsPublished && Lost == 0 && Left.Count == 0;
}
