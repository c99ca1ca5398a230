using Broadcast.Recorder.Manifest;

namespace Broadcast.Recorder.Composition;

/// <summary>A video track where it is seen.</summary>
/// <param name="Name">Written over it; null for none.</param>
internal sealed record PlacedTrack(RecordedTrack Track, Tile Tile, string? Name);
