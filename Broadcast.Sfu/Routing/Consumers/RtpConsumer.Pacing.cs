using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Long runs of packets are spread out for those of whose network something is known.</summary>
internal sealed partial class RtpConsumer
{
    /// <summary>Packets that leave at once; what is longer is spread out.</summary>
    public const int LongRun = 12;

    /// <summary>Null until the first long run.</summary>
    private PacedRun? run;

    /// <summary>Whether packets wait in a run that is being sent, or begin one.</summary>
    /// <param name="first">Sequence number of the first.</param>
    /// <param name="isLong">Whether there are more than <see cref="LongRun"/>.</param>
    public bool Paces(long first, bool isLong) => (run is not null && run.Holds(first)) || (isLong && Receiver.EstimateBps is not null);

    /// <summary>A long run of packets has come; without effect where they wait in one already.</summary>
    public void BeginRun(Instant now, FanOut fanOut, long first, SendBatch output)
    {
        if (Receiver.EstimateBps is not { } estimate || (run is not null && run.Holds(first)))
            return;
        run ??= new PacedRun(Context, this);
        run.Begin(now, fanOut, first, estimate, fanOut.Stream.Rates.OverFiveSeconds(now, selector.Current), output);
    }
}
