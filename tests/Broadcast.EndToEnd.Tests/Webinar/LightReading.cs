namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>What the recording's light said, from a moment on.</summary>
internal sealed record LightReading(DateTimeOffset At, string Light, string Sentence);
