namespace Broadcast.Recorder.Tracks;

/// <summary>A track of the journal: its number counts within an epoch.</summary>
internal readonly record struct TrackKey(int Epoch, ushort Track);
