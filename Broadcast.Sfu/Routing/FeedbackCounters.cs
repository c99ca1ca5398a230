namespace Broadcast.Sfu.Routing;

/// <summary>What the receivers of one worker report, and what was done about it. Written by its thread; may be read by any.</summary>
public sealed class FeedbackCounters
{
    /// <summary>How much one report moves a mean: a hundred of them make a new one.</summary>
    private const double Weight = 0.01;

    private const double FractionUnit = 256;

    private long nacksReceived;
    private long retransmissions;
    private long keyFrameRequestsReceived;
    private long keyFrameRequestsSent;
    private double roundTripUs;
    private double loss;

    /// <summary>Packets that receivers asked for again.</summary>
    public long NacksReceived => Volatile.Read(ref nacksReceived);

    /// <summary>Packets that were sent again.</summary>
    public long Retransmissions => Volatile.Read(ref retransmissions);

    /// <summary>PLI and FIR from receivers.</summary>
    public long KeyFrameRequestsReceived => Volatile.Read(ref keyFrameRequestsReceived);

    /// <summary>PLI to publishers.</summary>
    public long KeyFrameRequestsSent => Volatile.Read(ref keyFrameRequestsSent);

    /// <summary>Of the latest reports, in microseconds; 0 before the first.</summary>
    public double RoundTripUs => Volatile.Read(ref roundTripUs);

    /// <summary>Share of packets that did not arrive, of the latest reports: 0 to 1.</summary>
    public double Loss => Volatile.Read(ref loss);

    internal void OnNack() => nacksReceived++;

    internal void OnRetransmission() => retransmissions++;

    internal void OnKeyFrameRequest() => keyFrameRequestsReceived++;

    internal void OnKeyFrameRequestSent() => keyFrameRequestsSent++;

    internal void OnRoundTrip(long us) => roundTripUs = roundTripUs == 0 ? us : roundTripUs + (us - roundTripUs) * Weight;

    /// <param name="fraction">In units of 1/256 (RFC 3550 §6.4.1).</param>
    internal void OnLoss(byte fraction) => loss += (fraction / FractionUnit - loss) * Weight;
}
