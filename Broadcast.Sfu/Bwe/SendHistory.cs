using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Bwe;

/// <summary>The packets that were sent last, by their transport-wide sequence numbers, in four bytes each. Numbers are given out one after the other.</summary>
/// <param name="capacity">A power of two: how many packets may be on their way and in the next report.</param>
internal struct SendHistory(int capacity)
{
    private const int TickUs = 64;
    private const uint TickMask = 0xF_FFFF;
    private const int SizeShift = 20;
    private const uint SizeMask = 0x3FF;
    private const uint Probe = 1u << 30;
    private const uint Outstanding = 1u << 31;

    private readonly uint[] packets = new uint[capacity];
    private ushort newest;

    public void Add(Instant now, ushort sequence, int bytes, bool isProbe)
    {
        newest = sequence;
        packets[sequence & packets.Length - 1] = Outstanding | (isProbe ? Probe : 0)
            | Math.Min((uint)(bytes + 1) / 2, SizeMask) << SizeShift | (uint)(now.Microseconds / TickUs) & TickMask;
    }

    /// <summary>Finds a packet that is reported on for the first time, at most a minute after it was sent.</summary>
    /// <returns>False for one that was never sent, was reported on before, or is forgotten.</returns>
    public bool TryTake(Instant now, ushort sequence, out SentPacket packet)
    {
        ref var stored = ref packets[sequence & packets.Length - 1];
        if ((stored & Outstanding) == 0 || (ushort)(newest - sequence) >= packets.Length)
        {
            packet = default;
            return false;
        }
        stored &= ~Outstanding;
        var tick = now.Microseconds / TickUs;
        var age = (uint)tick - stored & TickMask;
        packet = new SentPacket((tick - age) * TickUs, (int)(stored >> SizeShift & SizeMask) * 2, (stored & Probe) != 0);
        return true;
    }
}
