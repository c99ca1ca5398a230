using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

/// <summary>A sender with a ring, a receiver with a NACK generator, and two bad links between them.</summary>
internal sealed class LossRecoverySimulation
{
    private const long PacketIntervalUs = 2_000;

    private readonly VirtualClock clock = new();
    private readonly PacketRing ring = PacketRing.ForVideo();
    private readonly RetransmissionResponder responder = new(packets: 1_024);
    private readonly LossyLink<long> media;
    private readonly LossyLink<ushort[]> feedback;
    private readonly Dictionary<long, Instant> missedAt = [];
    private readonly HashSet<long> received = [];
    private readonly ushort[] lost = new ushort[128];
    private readonly byte[] payload = new byte[1_000];
    private long highest;

    public LossRecoverySimulation(int seed, LinkConditions conditions)
    {
        media = new LossyLink<long>(seed, conditions);
        feedback = new LossyLink<ushort[]>(seed + 1, conditions);
        Nack = new NackGenerator(new NackOptions { InitialRoundTripUs = 2 * conditions.DelayUs });
    }

    public NackGenerator Nack { get; }

    /// <summary>From the moment a gap showed to the moment it was filled, for every packet recovered.</summary>
    public List<long> RecoveryUs { get; } = [];

    public int Dropped => media.Dropped;
    public int Received => received.Count;

    public void Run(int packets)
    {
        const long first = 65_536 + 65_000;
        var next = first;
        var nextSend = clock.Now;
        while (clock.AdvanceToNext(Instant.Never, nextSend, media.NextArrival, feedback.NextArrival, Nack.NextTimeout))
        {
            if (clock.Now >= nextSend)
            {
                Send(next++);
                nextSend = next < first + packets ? nextSend.AddMicroseconds(PacketIntervalUs) : Instant.Never;
            }
            while (media.TryReceive(clock.Now, out var sequence))
                OnPacket(sequence);
            while (feedback.TryReceive(clock.Now, out var numbers))
                Answer(numbers);
            Ask();
        }
    }

    private void Send(long sequence)
    {
        ring.TryAdd(new StoredPacketInfo(sequence, 0, clock.Now, (ushort)payload.Length, false, false), payload);
        media.Send(clock.Now, sequence);
    }

    private void OnPacket(long sequence)
    {
        for (var gap = highest == 0 ? sequence : highest + 1; gap < sequence; gap++)
            missedAt[gap] = clock.Now;
        highest = Math.Max(highest, sequence);
        received.Add(sequence);
        if (Nack.OnPacket(clock.Now, sequence, isKeyFrame: false))
            RecoveryUs.Add(clock.Now.Since(missedAt[sequence]));
    }

    private void Ask()
    {
        var count = Nack.Collect(clock.Now, lost);
        if (count > 0)
            feedback.Send(clock.Now, lost[..count]);
    }

    private void Answer(ushort[] numbers)
    {
        foreach (var number in numbers)
        {
            var sequence = SequenceNumber.Extend(number, ring.Highest);
            if (ring.TryGet(clock.Now, sequence, out _, out _) && responder.TryResend(clock.Now, sequence, roundTripUs: 40_000))
                media.Send(clock.Now, sequence);
        }
    }
}
