namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>A scene as it was played.</summary>
/// <param name="From">Wall clock: when what led to it had been done.</param>
/// <param name="To">When the next thing was done.</param>
/// <param name="Sources">What the cameras and microphones delivered at its beginning; of those whose sync is to be measured.</param>
/// <param name="Audience">Whose pictures the viewer's page showed at its end.</param>
internal sealed record Stretch(
    Scene Scene, DateTimeOffset From, DateTimeOffset To, IReadOnlyDictionary<Cast, SourceWatch> Sources, IReadOnlyList<string> Audience);
