namespace Broadcast.Recorder.Timing;

/// <summary>
/// A publisher's wall clock, without its steps, against the session clock, from when its sender reports arrived. All tracks of a
/// publisher share it: whatever its error, they stay in sync with one another.
/// </summary>
internal sealed class PublisherClock
{
    private const double WindowNs = 60e9;

    /// <summary>A report line farther than this from when packets arrived is a publisher's nonsense.</summary>
    private const double ImplausibleNs = 1e9;

    /// <summary>So many reports of a stream are judged together.</summary>
    private const int ReportsToJudge = 3;

    private readonly Dictionary<TimelinePiece, RtpClock> clocks = [];

    /// <param name="pieces">Of all tracks of the publisher.</param>
    public PublisherClock(IReadOnlyList<TimelinePiece> pieces)
    {
        var steps = WallClockSteps.Find(pieces);
        var lines = new Dictionary<TimelinePiece, ReportLine>();
        foreach (var piece in pieces)
            if (ReportLine.Of(piece, steps) is { } line)
                lines[piece] = line;
        var minima = new TransitMinima(WindowNs);
        foreach (var report in lines.Values.SelectMany(line => line.Kept).OrderBy(report => report.ArrivalNs))
            minima.Add(report.NtpNs, report.ArrivalNs);
        if (minima.IsEmpty)
            return;
        var toSession = minima.Line();
        foreach (var (piece, line) in lines)
            clocks[piece] = piece.Clock(mediaNs => toSession.Map(line.Line.Map(mediaNs)));
        IsSensible = !lines.GroupBy(entry => (entry.Key.Ssrc, entry.Key.ClockRate), entry => entry.Value).Any(IsScattered)
            && lines.All(entry => entry.Value.Kept.Count < ReportsToJudge || ClockOf(entry.Key) is not null);
    }

    /// <summary>False if a track's reports contradict one another or when packets arrived: then no track of the publisher goes by reports.</summary>
    public bool IsSensible { get; } = true;

    /// <summary>The clock of a piece by its reports; null if it has none or they are far from when its packets arrived.</summary>
    public RtpClock? ClockOf(TimelinePiece piece) =>
        clocks.TryGetValue(piece, out var clock) && Math.Abs(clock.OriginNs - piece.ArrivalClock().OriginNs) < ImplausibleNs ? clock : null;

    /// <summary>Whether more than a third of a stream's reports lie on no line.</summary>
    private static bool IsScattered(IEnumerable<ReportLine> lines)
    {
        var (kept, left) = (lines.Sum(line => line.Kept.Count), lines.Sum(line => line.Left));
        return kept + left >= ReportsToJudge && left * 2 > kept;
    }
}
