using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>How the webinar goes for those who watch: looked at every ten seconds while it is live, kept in memory for two hours.</summary>
internal sealed partial class HealthPart(StageBoard board, IGrainFactory grains, StageServices services) : IStagePart
{
    private const int BeatsPerLook = 5;
    private const int MostSamples = 720;

    private readonly Queue<HealthSample> samples = new();
    private Task looking = Task.CompletedTask;
    private Sent? sent;

    /// <summary>Null before the first look, and while the media node does not answer.</summary>
    private HealthFindings? findings;
    private int beats;

    public WebinarHealth Health
    {
        get
        {
            var (sentence, well) = HealthWords.Of(board.Webinar.State, board.Snapshot.Producers.Any(each => !each.Paused), findings);
            return new WebinarHealth(sentence, well, [.. samples]);
        }
    }

    /// <summary>How it goes for one who is in the webinar.</summary>
    /// <exception cref="StageException">They are not.</exception>
    public async Task<PersonQuality> OfAsync(ParticipantId participant)
    {
        var timeline = (await board.Audiences.AskAsync(audience => audience.TimelineAsync(participant))).FirstOrDefault(each => each is not null)
            ?? throw new StageException(StageErrorCode.NotFound, "This person is not in the webinar any more.");
        var (sentence, well) = PersonWords.Of(timeline, findings ?? FindingsOf(stats: null), services.Time.GetUtcNow());
        return new PersonQuality(timeline.DisplayName, timeline.Role, sentence, well, timeline.Samples);
    }

    /// <summary>Does not wait for the media node: the beat goes on.</summary>
    public Task OnBeatAsync()
    {
        if (board.Webinar.State != WebinarState.Live)
            beats = 0;
        else if (beats++ % BeatsPerLook == 0 && looking.IsCompleted && board.Snapshot.Router is not null)
            looking = LookAsync();
        return Task.CompletedTask;
    }

    public void OnMediaLost(string? reason) => (sent, findings) = (null, null);

    /// <summary>At the origin and at all edges.</summary>
    private async Task LookAsync()
    {
        try
        {
            var stats = await Task.WhenAll(board.Snapshot.Places.Select(AskAsync));
            TakeNote(stats.Aggregate((sum, each) => sum.With(each)));
        }
        catch (Exception failure)
        {
            findings = null;
            LogUnseen(services.Logger, board.Id, failure.Message);
        }
    }

    private Task<RouterStats> AskAsync(StagePlace place) =>
        new StageNode(grains, place.Node).AskAsync<RouterStats>(new GetRouterStats(place.Router, HealthFindings.LossOfTrouble));

    private void TakeNote(RouterStats stats)
    {
        var now = services.Time.GetUtcNow();
        findings = FindingsOf(stats);
        var bits = sent is { } before && before.Router == stats.Router && now > before.At
            ? Math.Max(0, (stats.BytesSent - before.Bytes) * 8 / (now - before.At).TotalSeconds)
            : 0;
        sent = new Sent(stats.Router, stats.BytesSent, now);
        samples.Enqueue(new HealthSample(now, findings.Viewers, (long)bits, findings.Troubled));
        while (samples.Count > MostSamples)
            samples.Dequeue();
    }

    /// <param name="stats">Null if the media node was not asked.</param>
    private HealthFindings FindingsOf(RouterStats? stats)
    {
        var counts = board.Audiences.Counts;
        return new HealthFindings(
            counts.Sum(each => each.Viewers), stats?.Lossy ?? 0, stats?.Unreached ?? 0, counts.Sum(each => each.WithoutPicture),
            counts.Aggregate(default(QualityTally), (sum, each) => sum + each.Quality));
    }

    private sealed record Sent(RouterId Router, long Bytes, DateTimeOffset At);

    [LoggerMessage(LogLevel.Warning, "How webinar {Webinar} goes could not be seen: {Reason}")]
    private static partial void LogUnseen(ILogger logger, WebinarId webinar, string reason);
}
