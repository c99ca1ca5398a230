using System.Numerics;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>How many bits a second one stream takes, for each decode target. Nothing is allocated per packet.</summary>
public sealed class StreamRates
{
    private const int Targets = 16;
    private const int SlotUs = 250_000;

    /// <summary>Five seconds, and the slot that is being filled.</summary>
    private const int Slots = 5_000_000 / SlotUs + 1;

    private readonly int[] bytes = new int[Slots * Targets];
    private long newestSlot = -1;
    private long firstSlot = -1;

    /// <param name="packetBytes">Whole RTP packets.</param>
    public void OnPacket(Instant now, DecodeTargets neededBy, int packetBytes)
    {
        MoveTo(now.Microseconds / SlotUs);
        var slot = bytes.AsSpan(SlotOf(newestSlot), Targets);
        for (uint bits = neededBy.Bits; bits != 0; bits &= bits - 1)
            slot[BitOperations.TrailingZeroCount(bits)] += packetBytes;
    }

    /// <summary>Bits per second over the last five seconds, or since the beginning; 0 when nothing came.</summary>
    public long OverFiveSeconds(Instant now, DecodeTarget target)
    {
        if (newestSlot < 0)
            return 0;
        var filling = now.Microseconds / SlotUs;
        var first = Math.Max(filling - (Slots - 1), firstSlot);
        var sum = 0L;
        for (var slot = first; slot <= Math.Min(filling, newestSlot); slot++)
            if (slot > newestSlot - Slots)
                sum += bytes[SlotOf(slot) + target.Index];
        // The slot that is being filled counts as far as it has come.
        var us = now.Microseconds - first * SlotUs;
        return us == 0 ? 0 : sum * 8 * 1_000_000 / us;
    }

    private void MoveTo(long slot)
    {
        if (slot == newestSlot)
            return;
        if (firstSlot < 0)
            firstSlot = slot;
        for (var passed = Math.Max(newestSlot + 1, slot - Slots + 1); passed <= slot; passed++)
            bytes.AsSpan(SlotOf(passed), Targets).Clear();
        newestSlot = slot;
    }

    private static int SlotOf(long slot) => (int)(slot % Slots) * Targets;
}
