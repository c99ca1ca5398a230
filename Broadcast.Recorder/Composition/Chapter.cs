namespace Broadcast.Recorder.Composition;

/// <summary>A named span of a recording.</summary>
internal sealed record Chapter(TimeSpan Start, TimeSpan End, string Title);
