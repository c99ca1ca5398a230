namespace Broadcast.Recorder.Timing;

/// <summary>A piece with the line that puts its timestamps on the session clock.</summary>
/// <param name="FromReports">False if only arrival times could be had.</param>
public sealed record PieceClock(TimelinePiece Piece, RtpClock Clock, bool FromReports)
{
    private const double ReportSpanForRateNs = 20e9;
    private const double ReportToleranceNs = 50e6;

    /// <summary>A report line farther than this from when packets arrived is a publisher's nonsense.</summary>
    private const double ImplausibleNs = 1e9;

    /// <summary>Clocks for the pieces of one track, in order.</summary>
    public static IReadOnlyList<PieceClock> For(IReadOnlyList<TimelinePiece> pieces, PublisherClock publisher)
    {
        var clocks = new PieceClock[pieces.Count];
        var delayNs = 0d;
        for (var i = 0; i < pieces.Count; i++)
        {
            var arrival = FromArrival(pieces[i]);
            if (TryFromReports(pieces[i], publisher) is { } clock && Math.Abs(DelayNs(pieces[i], arrival, clock)) < ImplausibleNs)
            {
                delayNs = DelayNs(pieces[i], arrival, clock);
                clocks[i] = new PieceClock(pieces[i], clock, FromReports: true);
            }
            else
            {
                // What encoding and the path took elsewhere in the track, they took here.
                clocks[i] = new PieceClock(pieces[i], arrival with { OriginNs = arrival.OriginNs - delayNs }, FromReports: false);
            }
        }
        return clocks;
    }

    private static RtpClock FromArrival(TimelinePiece piece) => Compose(piece, piece.Transit.Line().Map);

    private static RtpClock? TryFromReports(TimelinePiece piece, PublisherClock publisher)
    {
        if (piece.Reports.Count == 0 || publisher.IsEmpty)
            return null;
        var points = piece.Reports.Select(report => new ClockPoint(piece.MediaNs(report.Timestamp), report.NtpNs)).ToList();
        var toNtp = ClockLine.FitWithoutOutliers(points, ReportSpanForRateNs, ReportToleranceNs);
        var toSession = publisher.Line();
        return Compose(piece, mediaNs => toSession.Map(toNtp.Map(mediaNs)));
    }

    private static RtpClock Compose(TimelinePiece piece, Func<double, double> toSession)
    {
        const double stretchNs = 1e12;
        var media = piece.MediaNs(piece.FirstTimestamp);
        var start = toSession(media);
        return new RtpClock(piece.FirstTimestamp, start, (toSession(media + stretchNs) - start) / stretchNs * (1e9 / piece.ClockRate));
    }

    private static double DelayNs(TimelinePiece piece, RtpClock arrival, RtpClock clock) =>
        arrival.ToNs(piece.FirstTimestamp) - clock.ToNs(piece.FirstTimestamp);
}
