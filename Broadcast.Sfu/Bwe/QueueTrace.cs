using System.Runtime.CompilerServices;

namespace Broadcast.Sfu.Bwe;

/// <summary>The queue that packets found, by when they were sent: a value for each tenth of the last 1.6 s, to be held beside another viewer's.</summary>
internal struct QueueTrace
{
    public const long SlotUs = 100_000;
    public const int Slots = 16;
    private const double UnitUs = 100;
    private const ushort Unknown = ushort.MaxValue;

    private Values values;

    /// <summary>The number of the last slot; 0 before the first.</summary>
    public long Newest { get; private set; }

    public void Add(long sentUs, double queueUs)
    {
        var slot = sentUs / SlotUs;
        if (slot < Newest)
            return;
        for (var skipped = Math.Max(Newest + 1, slot - Slots + 1); skipped < slot; skipped++)
            values[(int)(skipped % Slots)] = Unknown;
        Newest = slot;
        values[(int)(slot % Slots)] = (ushort)Math.Min(queueUs / UnitUs, Unknown - 1);
    }

    /// <returns>False if nothing is known of that time.</returns>
    public readonly bool TryGet(long slot, out double queueUs)
    {
        var value = slot > Newest || slot <= Newest - Slots ? Unknown : values[(int)(slot % Slots)];
        queueUs = value * UnitUs;
        return value != Unknown;
    }

    [InlineArray(Slots)]
    private struct Values
    {
        private ushort first;
    }
}
