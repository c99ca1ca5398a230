namespace Broadcast.Recorder.Timing;

/// <summary>Packets of one stream, in a row, whose timestamps lie on one line: what a piece's clock is made from.</summary>
/// <param name="firstSequence">Extended sequence number of its first packet.</param>
/// <param name="firstTimestamp">Extended timestamp of its first packet.</param>
public sealed class TimelinePiece(uint ssrc, int clockRate, long firstSequence, long firstTimestamp, double firstArrivalNs)
{
    private const double WindowNs = 10e9;

    private readonly List<SenderReportPoint> reports = [];

    public uint Ssrc { get; } = ssrc;
    public int ClockRate { get; } = clockRate;
    public long FirstSequence { get; } = firstSequence;
    public long FirstTimestamp { get; } = firstTimestamp;
    public double FirstArrivalNs { get; } = firstArrivalNs;
    public IReadOnlyList<SenderReportPoint> Reports => reports;
    public TransitMinima Transit { get; } = new(WindowNs);

    /// <summary>Least transit time of late, on this piece's own zero.</summary>
    public double Baseline => Transit.Recent;

    /// <summary>Time of a timestamp on the publisher's media clock, from an arbitrary zero that all pieces of a stream share.</summary>
    public double MediaNs(long timestamp) => timestamp * (1e9 / ClockRate);

    public void AddPacket(long timestamp, double arrivalNs) => Transit.Add(MediaNs(timestamp), arrivalNs);

    public void AddReport(in SenderReportPoint report) => reports.Add(report);

    /// <summary>Takes back what had seemed to be a piece of its own.</summary>
    public void Merge(TimelinePiece later)
    {
        Transit.Merge(later.Transit);
        reports.AddRange(later.reports);
    }
}
