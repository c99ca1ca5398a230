namespace Broadcast.Api.Stage;

/// <summary>One look at how a webinar goes for those who watch it.</summary>
/// <param name="BitsPerSecond">Sent to all of them together, since the look before.</param>
/// <param name="Troubled">Viewers who lose more than 5 % or get no picture.</param>
internal sealed record HealthSample(DateTimeOffset At, int Viewers, long BitsPerSecond, int Troubled);
