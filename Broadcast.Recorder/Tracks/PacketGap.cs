namespace Broadcast.Recorder.Tracks;

/// <summary>Packets of one stream that never came.</summary>
/// <param name="First">Extended sequence number.</param>
/// <param name="NoticedNs">Session time at which the packet after them came.</param>
internal readonly record struct PacketGap(long First, long Last, double NoticedNs)
{
    public long Count => Last - First + 1;
}
