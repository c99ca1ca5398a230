namespace Broadcast.Recorder.Timing;

/// <summary>A piece with the line that puts its timestamps on the session clock.</summary>
/// <param name="FromReports">False if only arrival times could be had.</param>
internal sealed record PieceClock(TimelinePiece Piece, RtpClock Clock, bool FromReports)
{
    /// <summary>Clocks for the pieces of one track, in order.</summary>
    /// <param name="publisher">Null if its reports are not to be believed.</param>
    public static IReadOnlyList<PieceClock> For(IReadOnlyList<TimelinePiece> pieces, PublisherClock? publisher)
    {
        var clocks = new PieceClock[pieces.Count];
        var delayNs = 0d;
        for (var i = 0; i < pieces.Count; i++)
        {
            var arrival = pieces[i].ArrivalClock();
            if (publisher?.ClockOf(pieces[i]) is { } clock)
            {
                delayNs = arrival.OriginNs - clock.OriginNs;
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
}
