namespace Broadcast.Jobs.Pipeline;

/// <summary>A part of a recording's journal has not come from the machine that recorded it: there is nothing to be done until then.</summary>
/// <param name="lookAgainIn">When it is looked for again.</param>
/// <param name="sentence">For the organizer, once it takes unusually long; null until then.</param>
internal sealed class JournalAwaited(TimeSpan lookAgainIn, string? sentence) : Exception("Another machine has not yet put its part of the journal into the store.")
{
    public TimeSpan LookAgainIn { get; } = lookAgainIn;

    public string? Sentence { get; } = sentence;
}
