namespace Broadcast.Recorder.Tests.Cases;

/// <summary>One way in which a webinar can go, and what its recording must be.</summary>
/// <param name="Expected">In words, for the table.</param>
/// <param name="Seconds">How long the recording must be.</param>
/// <param name="Arrange">Puts everything on the stage.</param>
internal sealed record RecordingCase(string Name, string Expected, double Seconds, Func<CaseStage, Task> Arrange)
{
    /// <summary>Packets that the manifest must call missing, unless <see cref="Damage"/> knows better.</summary>
    public Range<long> Missing { get; init; } = new(0, 0);

    /// <summary>Packets that the manifest must call unreadable.</summary>
    public Range<long> Invalid { get; init; } = new(0, 0);

    /// <summary>Flashes that can be seen and that a beep goes with.</summary>
    public Range<int> Pairs { get; init; } = new(Clip.Seconds - 1, Clip.Seconds);

    /// <summary>False where wrong pictures may look like flashes.</summary>
    public bool MeasuresSync { get; init; } = true;

    /// <summary>What happens to the journal before it is read, and how many packets must be missing for it, if that is known exactly.</summary>
    public Func<string, int?> Damage { get; init; } = _ => null;

    /// <summary>Kills the first attempt of making the video.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Anything else that must hold; returns what does not.</summary>
    public Func<CaseResult, IEnumerable<string>> Also { get; init; } = _ => [];

    public override string ToString() => Name;
}
