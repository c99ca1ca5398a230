using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>
/// What a participant's browser reported in the last ten minutes: 60 samples of 16 bytes, taken with the first report. Safe for all
/// threads.
/// </summary>
internal sealed class QualityTimeline
{
    private const int MostSamples = 60;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    /// <summary>Pages report every ten seconds; who reports more often than this is not listened to.</summary>
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(8);

    private readonly Lock gate = new();
    private PackedSample[]? ring;
    private int count;
    private DateTimeOffset reportedAt;

    /// <param name="role">Of a viewer what they receive is noted, of a presenter what they send.</param>
    /// <param name="heldBack">Whether a picture is kept from them because it does not fit.</param>
    /// <returns>False if it comes too soon after the one before.</returns>
    public bool TryAdd(QualityReport report, StageRole role, bool heldBack, DateTimeOffset now)
    {
        lock (gate)
        {
            // A clock that was set back must not silence anybody.
            if ((now - reportedAt).Duration() < LeastInterval)
                return false;
            reportedAt = now;
            if (SampleOf(report, role, heldBack, now) is not { } sample)
                return true;
            ring ??= new PackedSample[MostSamples];
            ring[count++ % MostSamples] = new PackedSample(sample);
            return true;
        }
    }

    /// <returns>Oldest first.</returns>
    public IReadOnlyList<QualitySample> Samples(DateTimeOffset now)
    {
        lock (gate)
        {
            var kept = Enumerable.Range(Math.Max(0, count - MostSamples), Math.Min(count, MostSamples)).Select(index => ring![index % MostSamples]);
            return [.. kept.Where(sample => now - sample.At <= Span).Select(sample => sample.Unpack())];
        }
    }

    /// <summary>Where their trouble comes from, if they have said so of late.</summary>
    public QualityBlame Blame(DateTimeOffset now)
    {
        lock (gate)
            return count > 0 && now - Latest.At <= QualitySample.Life ? Latest.Blame : QualityBlame.Nobody;
    }

    private PackedSample Latest => ring![(count - 1) % MostSamples];

    private static QualitySample? SampleOf(QualityReport report, StageRole role, bool heldBack, DateTimeOffset now) => (role, report) switch
    {
        (StageRole.Presenter, { Sent: { } sent }) => new QualitySample(
            now, sent.Bitrate, sent.Height, sent.Lost, (int?)sent.RoundTripMs, Frozen: 0, Concealed: 0, Dropped: 0, Busy: 0, HeldBack: false, QualityVerdict.Blame(sent)),
        (StageRole.Viewer, { Received: { } received }) => new QualitySample(
            now, received.Bitrate, received.Height, received.Lost, (int?)received.RoundTripMs, received.Frozen, received.Concealed, received.Dropped,
            received.Busy, heldBack, heldBack ? QualityBlame.OwnNetwork : QualityVerdict.Blame(received)),
        _ => null,
    };
}
