namespace Broadcast.Recorder.Timing;

/// <summary>Packets of one stream, in a row, whose timestamps lie on one line: what a piece's clock is made from.</summary>
/// <param name="firstSequence">Extended sequence number of its first packet.</param>
/// <param name="firstTimestamp">Extended timestamp of its first packet.</param>
/// <param name="knownDrift">Of the stream's media clock, by the pieces before; NaN if they were too short to tell.</param>
internal sealed class TimelinePiece(
    uint ssrc, int clockRate, long firstSequence, long firstTimestamp, double firstArrivalNs, double knownDrift = double.NaN)
{
    private const double WindowNs = 10e9;

    private readonly List<SenderReportPoint> reports = [];

    public uint Ssrc { get; } = ssrc;
    public int ClockRate { get; } = clockRate;
    public long FirstSequence { get; } = firstSequence;
    public long FirstTimestamp { get; } = firstTimestamp;
    public double FirstArrivalNs { get; } = firstArrivalNs;
    public IReadOnlyList<SenderReportPoint> Reports => reports;
    public TransitMinima Transit { get; } = new(WindowNs, knownDrift);

    /// <summary>Time of a timestamp on the publisher's media clock, from an arbitrary zero that all pieces of a stream share.</summary>
    public double MediaNs(long timestamp) => timestamp * (1e9 / ClockRate);

    /// <summary>Least transit time of late, on this piece's own zero, for a packet of that timestamp.</summary>
    public double Baseline(long timestamp) => Transit.LeastAt(MediaNs(timestamp));

    public void AddPacket(long timestamp, double arrivalNs) => Transit.Add(MediaNs(timestamp), arrivalNs);

    public void AddReport(in SenderReportPoint report) => reports.Add(report);

    /// <summary>Takes back what had seemed to be a piece of its own.</summary>
    public void Merge(TimelinePiece later)
    {
        Transit.Merge(later.Transit);
        reports.AddRange(later.reports);
    }

    /// <summary>What it is if another piece turns out to be no piece of its own.</summary>
    public TimelinePiece With(TimelinePiece later)
    {
        var whole = new TimelinePiece(Ssrc, ClockRate, FirstSequence, FirstTimestamp, FirstArrivalNs, Transit.Drift);
        whole.Merge(this);
        whole.Merge(later);
        return whole;
    }

    /// <summary>The clock that puts the piece's timestamps where a line of its media clock puts them.</summary>
    public RtpClock Clock(Func<double, double> toSession)
    {
        const double stretchNs = 1e12;
        var media = MediaNs(FirstTimestamp);
        var start = toSession(media);
        return new RtpClock(FirstTimestamp, start, (toSession(media + stretchNs) - start) / stretchNs * (1e9 / ClockRate));
    }

    /// <summary>The clock by when its packets arrived: late by the least delay of encoding and path.</summary>
    public RtpClock ArrivalClock() => Clock(Transit.Line().Map);
}
