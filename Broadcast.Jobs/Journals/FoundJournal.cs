using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Journals;

/// <summary>What of a recording's journal can be had now.</summary>
/// <param name="LocalBytes">By epoch, what lies on this machine's disk, if that is all of it; null if it is not.</param>
/// <param name="Slips">Of the epochs that are in the store as a whole.</param>
/// <param name="Loose">The chunks in the store of epochs without a slip: nothing says whether they are all.</param>
/// <param name="Missing">The epochs that there are and that have no slip yet.</param>
internal sealed record FoundJournal(
    IReadOnlyDictionary<int, long>? LocalBytes, IReadOnlyList<JournalSlip> Slips, IReadOnlyList<(JournalChunkName Name, long Bytes)> Loose, IReadOnlyList<int> Missing)
{
    /// <summary>Whether nothing is to be waited for.</summary>
    public bool IsWhole => LocalBytes is not null || Missing.Count == 0 && Slips.Count > 0;

    /// <summary>Whether no machine has all of it.</summary>
    public bool IsFromSeveral => LocalBytes is null && (Missing.Count > 0 || Slips.Select(slip => slip.Node).Distinct().Count() > 1);

    public bool IsEmpty => LocalBytes is null && Slips.Count == 0 && Loose.Count == 0;

    /// <summary>By epoch, in bytes.</summary>
    public IReadOnlyDictionary<int, long> BytesByEpoch => LocalBytes ?? Slips.Select(slip => (slip.Epoch, slip.Bytes))
        .Concat(Loose.GroupBy(chunk => chunk.Name.Epoch).Select(chunks => (Epoch: chunks.Key, Bytes: chunks.Sum(chunk => chunk.Bytes))))
        .ToDictionary(part => part.Epoch, part => part.Bytes);

    public long Bytes => BytesByEpoch.Values.Sum();
}
