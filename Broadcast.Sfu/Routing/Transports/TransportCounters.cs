namespace Broadcast.Sfu.Routing.Transports;

/// <summary>Counters of one transport since it opened.</summary>
internal struct TransportCounters
{
    public long PacketsReceived;
    public long BytesReceived;
    public long PacketsSent;
    public long BytesSent;
    public long PacketsRetransmitted;

    /// <summary>Of <see cref="BytesSent"/>, what the remote had been sent before.</summary>
    public long BytesRepeated;

    /// <summary>Of <see cref="BytesSent"/>, what was sent to find out what the network carries.</summary>
    public long BytesProbed;

    /// <summary>Transport-cc messages from the remote.</summary>
    public long FeedbackReports;

    /// <summary>Smoothed over the reports of all consumers; 0 until the first.</summary>
    public long RoundTripUs;

    public void OnReceived(int bytes)
    {
        PacketsReceived++;
        BytesReceived += bytes;
    }

    public void OnRoundTrip(long us) => RoundTripUs = RoundTripUs == 0 ? us : (RoundTripUs * 7 + us) / 8;
}
