using Broadcast.Api.Data;

namespace Broadcast.Api.Audit;

/// <summary>Goes through the whole log from its first line, checking that each follows from the one before.</summary>
internal static class AuditChain
{
    /// <param name="entries">All of them, oldest first.</param>
    public static async Task<AuditCheck> CheckAsync(IAsyncEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var (count, head) = (0L, "");
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            if (entry.Id != count + 1 || entry.Hash != entry.HashAfter(head))
                return new AuditCheck(count, head, BrokenAt: count + 1);
            (count, head) = (entry.Id, entry.Hash);
        }
        return new AuditCheck(count, head, BrokenAt: null);
    }
}

/// <param name="Entries">How many lines follow from each other, from the first.</param>
/// <param name="Head">The hash of the last of them: whoever noted it can tell later whether lines were cut off the end.</param>
/// <param name="BrokenAt">The number of the first line that was changed, removed or put in; null if all is whole.</param>
internal sealed record AuditCheck(long Entries, string Head, long? BrokenAt);
