using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>The latest report of a participant, and when it came.</summary>
internal sealed record ToldQuality(QualityReport Report, DateTimeOffset At)
{
    /// <summary>Two and a half reports: what was said longer ago may not be so any more.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(25);

    public QualityTally Tally(StageRole role, DateTimeOffset now)
    {
        if (now - At > Life)
            return default;
        var blame = role == StageRole.Viewer && Report.Received is { } received ? QualityVerdict.Blame(received) : QualityBlame.Nobody;
        var isThin = role == StageRole.Presenter && Report.Sent is { } sent && QualityVerdict.IsThin(sent);
        return new QualityTally(Of(QualityBlame.OwnNetwork), Of(QualityBlame.OwnMachine), Of(QualityBlame.Upstream), isThin ? 1 : 0);

        int Of(QualityBlame which) => blame == which ? 1 : 0;
    }
}
