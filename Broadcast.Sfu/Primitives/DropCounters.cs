namespace Broadcast.Sfu.Primitives;

/// <summary>One counter per <see cref="DropReason"/>. Written by one thread; may be read by any.</summary>
public sealed class DropCounters
{
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();
    private readonly long[] counts = new long[Reasons.Length];

    public long this[DropReason reason] => Volatile.Read(ref counts[(int)reason]);

    public void Count(DropReason reason, long packets = 1) => counts[(int)reason] += packets;

    /// <summary>The reasons seen so far; allocates.</summary>
    public IReadOnlyDictionary<string, long> Snapshot() =>
        Reasons.Where(reason => this[reason] != 0).ToDictionary(reason => reason.ToString(), reason => this[reason]);
}
