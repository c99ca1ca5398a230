using System.Numerics;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// The recent packets of one producer stream, shared by all its consumers: frames held until they fan out, and retransmissions.
/// Bounded by packets, bytes and age. Bytes live in a pinned slab written round and round; a packet is gone when the writing
/// position has passed over it, so nothing is ever evicted one by one.
/// </summary>
public sealed class PacketRing
{
    private readonly record struct Slot(StoredPacketInfo Info, long Position);

    private readonly Slot[] slots;
    private readonly byte[] slab;
    private readonly long maxAgeUs;
    private long written;
    private long highest;

    /// <param name="packets">Packets held at most, rounded up to a power of two.</param>
    /// <param name="bytes">Bytes held at most; one packet must be far smaller.</param>
    /// <param name="maxAgeUs">Older packets are not handed out.</param>
    public PacketRing(int packets, int bytes, long maxAgeUs = 2_000_000)
    {
        slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)packets)];
        slab = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        this.maxAgeUs = maxAgeUs;
    }

    /// <summary>1,024 packets, 1.5 MB and 2 s: ten times what a 5 Mbit/s stream sends in a long round trip.</summary>
    public static PacketRing ForVideo() => new(1024, 1_500_000);

    /// <summary>128 packets, 32 kB and 1 s.</summary>
    public static PacketRing ForAudio() => new(128, 32_768, 1_000_000);

    /// <summary>Packets held at most.</summary>
    public int Capacity => slots.Length;

    /// <summary>Extended sequence number of the newest packet; 0 before the first.</summary>
    public long Highest => highest;

    /// <summary>Copies a packet in.</summary>
    /// <returns>False for a duplicate, for one that is too old for the ring, and for one that is larger than the slab.</returns>
    public bool TryAdd(in StoredPacketInfo info, ReadOnlySpan<byte> packet)
    {
        ref var slot = ref SlotOf(info.Sequence);
        if (info.Sequence <= highest - slots.Length || packet.Length > slab.Length || packet.Length != info.Length)
            return false;
        if (slot.Info.Sequence == info.Sequence && IsIntact(slot))
            return false;
        var position = Claim(packet.Length);
        packet.CopyTo(slab.AsSpan((int)(position % slab.Length)));
        slot = new Slot(info, position);
        highest = Math.Max(highest, info.Sequence);
        return true;
    }

    /// <summary>Finds a packet by its extended sequence number.</summary>
    /// <param name="packet">Valid until the next <see cref="TryAdd"/>.</param>
    /// <returns>False if it never came, was written over, or is older than the ring's age.</returns>
    public bool TryGet(Instant now, long sequence, out StoredPacketInfo info, out ReadOnlySpan<byte> packet)
    {
        ref readonly var slot = ref SlotOf(sequence);
        info = slot.Info;
        packet = default;
        if (info.Sequence != sequence || !IsIntact(slot) || now.Since(info.ArrivedAt) > maxAgeUs)
            return false;
        packet = slab.AsSpan((int)(slot.Position % slab.Length), info.Length);
        return true;
    }

    private ref Slot SlotOf(long sequence) => ref slots[sequence & (slots.Length - 1)];

    private bool IsIntact(in Slot slot) => slot.Info.Length != 0 && written - slot.Position <= slab.Length;

    /// <summary>Moves the writing position on; a packet never straddles the slab's end.</summary>
    private long Claim(int length)
    {
        var untilEnd = slab.Length - (int)(written % slab.Length);
        if (length > untilEnd)
            written += untilEnd;
        var position = written;
        written += length;
        return position;
    }
}
