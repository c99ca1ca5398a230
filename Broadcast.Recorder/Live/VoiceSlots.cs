using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.Live;

/// <summary>
/// Gives each audio track one of few voices, the lowest that is free: who leaves and comes back is heard in the same one, and the
/// first presenter in the first.
/// </summary>
public sealed class VoiceSlots(LiveOutput output)
{
    private readonly List<SoundSegments> slots = [];
    private readonly Dictionary<TrackKey, int> taken = [];

    public void OnFrame(TrackKey track, double timeNs, ReadOnlySpan<byte> packet)
    {
        if (!taken.TryGetValue(track, out var slot))
            taken[track] = slot = Free();
        slots[slot].OnFrame(timeNs, packet);
    }

    public void Release(TrackKey track) => taken.Remove(track);

    public void AdvanceTo(double timeNs)
    {
        foreach (var slot in slots)
            slot.AdvanceTo(timeNs);
    }

    public void Finish(double endNs)
    {
        foreach (var slot in slots)
            slot.Finish(endNs);
    }

    private int Free()
    {
        var slot = Enumerable.Range(0, slots.Count + 1).First(each => !taken.ContainsValue(each));
        if (slot == slots.Count)
            slots.Add(new SoundSegments(slot, output));
        return slot;
    }
}
