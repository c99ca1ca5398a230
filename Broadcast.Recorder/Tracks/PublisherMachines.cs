using Broadcast.Recorder.Timing;

namespace Broadcast.Recorder.Tracks;

/// <summary>Tells which tracks of one participant come from the same machine: those that say the same time of day at the same moment.</summary>
internal static class PublisherMachines
{
    /// <summary>Clocks of one machine never differ by more.</summary>
    private const double SameClockNs = 500e6;

    /// <summary>Reports that arrived farther apart are not compared.</summary>
    private const double NeighboursNs = 10e9;

    /// <summary>The tracks by machine. One that was never there together with another is taken to be of the same.</summary>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<TimelinePiece>>> Of(IEnumerable<IReadOnlyList<TimelinePiece>> tracks)
    {
        var machines = new List<List<(IReadOnlyList<TimelinePiece> Track, List<SenderReportPoint> Reports)>>();
        foreach (var track in tracks)
        {
            var reports = track.SelectMany(piece => piece.Reports).OrderBy(report => report.ArrivalNs).ToList();
            var machine = machines.Find(each => each.TrueForAll(other => MayShareClock(other.Reports, reports)));
            if (machine is null)
                machines.Add(machine = []);
            machine.Add((track, reports));
        }
        return [.. machines.Select(machine => machine.Select(entry => entry.Track).ToList())];
    }

    /// <summary>Compares each report with the other track's nearest, so that few pairs have a step of the clock between them.</summary>
    private static bool MayShareClock(List<SenderReportPoint> ones, List<SenderReportPoint> others)
    {
        if (ones.Count > others.Count)
            (ones, others) = (others, ones);
        var (compared, alike, nearest) = (0, 0, 0);
        foreach (var one in ones)
        {
            while (nearest + 1 < others.Count && ApartNs(one, others[nearest + 1]) <= ApartNs(one, others[nearest]))
                nearest++;
            if (ApartNs(one, others[nearest]) > NeighboursNs)
                continue;
            compared++;
            if (Math.Abs(AheadNs(others[nearest]) - AheadNs(one)) < SameClockNs)
                alike++;
        }
        return alike * 2 >= compared;
    }

    private static double ApartNs(SenderReportPoint one, SenderReportPoint other) => Math.Abs(other.ArrivalNs - one.ArrivalNs);

    private static double AheadNs(SenderReportPoint report) => report.NtpNs - report.ArrivalNs;
}
