namespace Broadcast.Recorder.Journal;

/// <summary>When a chunk closes: at whichever comes first.</summary>
/// <param name="Bytes">Length of the file.</param>
internal readonly record struct JournalBounds(TimeSpan Duration, long Bytes);
