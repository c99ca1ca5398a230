namespace Broadcast.Recorder.Composition;

/// <summary>A run of frames in which the same is seen.</summary>
/// <param name="FirstFrame">Of the whole composition.</param>
/// <param name="Tracks">None means black.</param>
/// <param name="Title">A title card instead of the tracks.</param>
internal sealed record LayoutSegment(int FirstFrame, int Frames, IReadOnlyList<PlacedTrack> Tracks, string? Title = null)
{
    public bool ShowsTheSameAs(LayoutSegment other) => Title == other.Title && Tracks.SequenceEqual(other.Tracks);
}
