using Broadcast.Api.Data;

namespace Broadcast.Api.Stage;

/// <summary>How a webinar goes for one person in it.</summary>
/// <param name="Sentence">How it goes now and what is the likeliest reason if not well, in plain words.</param>
/// <param name="Well">Whether there is nothing that somebody should do something about.</param>
/// <param name="Samples">One about every ten seconds, of the last ten minutes, oldest first.</param>
internal sealed record PersonQuality(string DisplayName, StageRole Role, string Sentence, bool Well, IReadOnlyList<QualitySample> Samples);
