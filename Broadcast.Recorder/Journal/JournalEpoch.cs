namespace Broadcast.Recorder.Journal;

/// <summary>One epoch of a recording's journal as it lies on this machine's disk.</summary>
/// <param name="Chunks">Oldest first, at least one.</param>
/// <param name="IsWhole">Whether nothing more will be written to it, unless something of it is found in a killed process's queue later.</param>
public sealed record JournalEpoch(int Epoch, IReadOnlyList<JournalChunkName> Chunks, bool IsWhole)
{
    /// <summary>The chunks that are not written to any more.</summary>
    public IEnumerable<JournalChunkName> ClosedChunks => IsWhole ? Chunks : Chunks.SkipLast(1);
}
