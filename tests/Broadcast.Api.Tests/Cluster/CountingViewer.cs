using System.Net;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A viewer's browser that notes which packets of the presenter's picture came, by the numbers that the presenter wrote into them.</summary>
internal sealed class CountingViewer() : MediaPeer(IPAddress.Loopback)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly HashSet<long> seen = [];
    private long first = long.MaxValue;
    private Instant lastArrival;

    /// <summary>The newest packet's number.</summary>
    public long Last { get; private set; }

    public int Frames { get; private set; }

    /// <summary>Packets that are not what was sent.</summary>
    public int Damaged { get; private set; }

    /// <summary>Between two packets, since <see cref="ForgetPauses"/>.</summary>
    public double LongestPauseMs { get; private set; }

    /// <summary>Packets between the first and the newest that did not come.</summary>
    public long Missing
    {
        get { lock (gate) return seen.Count == 0 ? 0 : Last - first + 1 - seen.Count; }
    }

    public void ForgetPauses()
    {
        lock (gate)
            LongestPauseMs = 0;
    }

    /// <summary>Counts from the next packet on.</summary>
    public void StartOver()
    {
        lock (gate)
        {
            seen.Clear();
            (first, Last) = (long.MaxValue, 0);
        }
    }

    /// <summary>Waits for the packet that the presenter sent as its so-manieth, or a later one.</summary>
    public async Task UntilAsync(long number)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Last < number)
            await Task.Delay(10, patience.Token);
    }

    protected override void OnRtp(Span<byte> datagram)
    {
        if (!TryUnprotect(datagram, out var packet))
            return;
        lock (gate)
        {
            if (!TestPayload.IsIntact(packet.Payload))
            {
                Damaged++;
                return;
            }
            var number = TestPayload.SequenceNumberOf(packet.Payload);
            Note(seen.Count == 0 ? number : SequenceNumber.Extend(number, Last), packet.Marker);
        }
    }

    private void Note(long number, bool isEndOfFrame)
    {
        var now = MonotonicClock.Now;
        if (!seen.Add(number))
            return;
        if (seen.Count > 1)
            LongestPauseMs = Math.Max(LongestPauseMs, now.Since(lastArrival) / 1e3);
        lastArrival = now;
        first = Math.Min(first, number);
        Last = Math.Max(Last, number);
        Frames += isEndOfFrame ? 1 : 0;
    }
}
