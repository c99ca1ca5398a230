namespace Broadcast.Recorder.Files;

/// <summary>A finished file made from a recording.</summary>
/// <param name="Path">Where it lies; complete, because it was written under another name and renamed.</param>
/// <param name="Duration">Zero for an image.</param>
public sealed record MediaFile(string Path, string ContentType, long Bytes, TimeSpan Duration);
