namespace Broadcast.Recorder.Journal;

/// <summary>Bytes of a journal chunk that hold no valid record.</summary>
/// <param name="Chunk">File name of the chunk.</param>
public sealed record DamagedRange(string Chunk, long Offset, long Length);
