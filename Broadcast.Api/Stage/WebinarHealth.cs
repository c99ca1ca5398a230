namespace Broadcast.Api.Stage;

/// <summary>How a webinar goes for those who watch it.</summary>
/// <param name="Sentence">The latest look at it in plain words.</param>
/// <param name="Well">Whether there is nothing that somebody should do something about.</param>
/// <param name="Samples">One every ten seconds while it was live, of the last two hours, oldest first.</param>
internal sealed record WebinarHealth(string Sentence, bool Well, IReadOnlyList<HealthSample> Samples);
