using Broadcast.Recorder.Finalising;

namespace Broadcast.Recorder.Composition;

/// <summary>A run of frames in which the same tracks are seen.</summary>
/// <param name="FirstFrame">Of the whole composition.</param>
/// <param name="Tiles">Video tracks, in the order in which they came; none means black.</param>
public sealed record LayoutSegment(int FirstFrame, int Frames, IReadOnlyList<RecordedTrack> Tiles);
