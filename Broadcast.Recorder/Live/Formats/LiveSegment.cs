namespace Broadcast.Recorder.Live.Formats;

/// <summary>A closed segment on the local disk.</summary>
/// <param name="Start">Session time in seconds.</param>
internal sealed record LiveSegment(string InitPath, string Path, double Start, double Seconds, int Frames);
