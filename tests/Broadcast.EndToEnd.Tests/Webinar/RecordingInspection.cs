using System.Globalization;
using Broadcast.TestMedia;

namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>Compares a recording with the script that was played: what is seen, what is heard, and whether both belong together.</summary>
internal sealed class RecordingInspection(DateTimeOffset startedAt, IReadOnlyList<Stretch> stretches, AreaNumbers pictures, IReadOnlyDictionary<Cast, ToneTrack> tones)
{
    public const double SyncLimitMs = 60;

    /// <summary>What a change on the stage may take to be seen: a key frame, and the speaker's own clock.</summary>
    private const double SettleSeconds = 2;
    private const double FreezeLimitSeconds = 1;
    private const double ShownShare = 0.95;
    private const double Heard = 0.02;
    private const double Black = 24;

    /// <summary>One line of the table of scenes.</summary>
    public sealed record SceneResult(
        string Name, double From, double To, string Seen, double FrozenSeconds, int Light, string Heard, IReadOnlyList<string> Wrong);

    /// <summary>One line of the table of sync.</summary>
    public sealed record SyncResult(string Where, string Who, double MedianMs, double LeastMs, double MostMs, int Seconds)
    {
        public bool IsGood => Seconds >= 5 && Math.Abs(MedianMs) <= SyncLimitMs;
    }

    public static async Task<RecordingInspection> OfAsync(string path, DateTimeOffset startedAt, IReadOnlyList<Stretch> stretches)
    {
        var areas = stretches.SelectMany(stretch => stretch.Scene.Areas.Append(stretch.Scene.LitArea)).Distinct().ToList();
        var cast = new[] { Cast.Anna, Cast.Bert };
        var tones = await ToneTrack.OfAsync(path, [.. cast.Select(each => each.Look.BeepHz)]);
        return new RecordingInspection(
            startedAt, stretches, await AreaNumbers.OfAsync(path, areas), cast.Zip(tones).ToDictionary(pair => pair.First, pair => pair.Second))
        {
            areas = areas,
        };
    }

    private IReadOnlyList<PictureArea> areas = [];

    public IEnumerable<SceneResult> Scenes() => stretches.Select(Inspect);

    public IEnumerable<SyncResult> Sync() =>
        from stretch in stretches
        from source in stretch.Sources
        let span = (From: SessionSeconds(stretch.From), To: SessionSeconds(stretch.To))
        let frames = Enumerable.Range(0, pictures.Times.Count).Where(i => pictures.Times[i] >= span.From && pictures.Times[i] < span.To)
            .Select(i => (pictures.Times[i], Number: NumberOf(source.Key, stretch.Scene, i)))
        let offsets = source.Value.AddedOffsetsMs(frames.ToList(), tones[source.Key].Onsets(span.From - 1, span.To + 1)).Order().ToList()
        select new SyncResult(stretch.Scene.Name, source.Key.Name, offsets.Count == 0 ? double.NaN : offsets[offsets.Count / 2], offsets.FirstOrDefault(double.NaN), offsets.LastOrDefault(double.NaN), offsets.Count);

    /// <summary>Seconds of the recording in the middle of a scene.</summary>
    public double MiddleOf(Stretch stretch) => (SessionSeconds(stretch.From) + SessionSeconds(stretch.To)) / 2;

    private double SessionSeconds(DateTimeOffset at) => (at - startedAt).TotalSeconds;

    private SceneResult Inspect(Stretch stretch)
    {
        var (from, to) = (SessionSeconds(stretch.From) + SettleSeconds, SessionSeconds(stretch.To) - 0.5);
        var frames = Enumerable.Range(0, pictures.Times.Count).Where(i => pictures.Times[i] >= from && pictures.Times[i] < to).ToList();
        var wrong = new List<string>();
        var seen = new List<string>();
        var frozen = 0.0;
        foreach (var cast in new[] { Cast.Anna, Cast.Bert })
        {
            var numbers = frames.Select(i => NumberOf(cast, stretch.Scene, i)).ToList();
            var share = frames.Count == 0 ? 0 : (double)numbers.Count(number => number is not null) / frames.Count;
            var isExpected = stretch.Scene.Seen.Contains(cast);
            if (isExpected ? share < ShownShare : share > 1 - ShownShare)
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{cast.Name} is seen {share:0%} of the time"));
            if (share > 0.005)
                seen.Add(string.Create(CultureInfo.InvariantCulture, $"{cast.Name} {share:0%}"));
            if (isExpected)
                frozen = Math.Max(frozen, LongestStandstill(frames, numbers));
        }
        if (frozen > FreezeLimitSeconds)
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"a picture stands still for {frozen:0.0} s"));
        var light = frames.Count == 0 ? 0 : (int)frames.Average(i => pictures.Light[IndexOf(stretch.Scene.LitArea)][i]);
        if (stretch.Scene.Seen.Count == 0 && light > Black)
            wrong.Add("the picture is not black though no camera is on");
        if (stretch.Scene.IsShared && light <= Black)
            wrong.Add("the shared screen is black");
        var heard = new[] { Cast.Anna, Cast.Bert }.Select(cast => Listen(cast, stretch.Scene, from, to, wrong));
        if (!stretch.Audience.SequenceEqual(ExpectedAudience(stretch.Scene)))
            wrong.Add($"the viewer's page shows {string.Join(", ", stretch.Audience)}");
        return new SceneResult(stretch.Scene.Name, from, to, seen.Count == 0 ? "nobody" : string.Join(", ", seen), frozen, light, string.Join("  ", heard), wrong);
    }

    private int? NumberOf(Cast cast, Scene scene, int frame) =>
        scene.Areas.Select(area => pictures.Numbers[IndexOf(area)][frame]).FirstOrDefault(cast.Look.Owns);

    private int IndexOf(PictureArea area) => areas.TakeWhile(each => each != area).Count();

    private double LongestStandstill(List<int> frames, List<int?> numbers)
    {
        var (longest, since) = (0.0, 0);
        for (var i = 1; i < frames.Count; i++)
        {
            if (numbers[i] != numbers[since])
                since = i;
            longest = Math.Max(longest, pictures.Times[frames[i]] - pictures.Times[frames[since]]);
        }
        return longest;
    }

    private string Listen(Cast cast, Scene scene, double from, double to, List<string> wrong)
    {
        var seconds = Enumerable.Range(0, Math.Max(1, (int)(to - from) - 1)).Select(i => tones[cast].Loudest(from + i, from + i + 1.15)).ToList();
        var isExpected = scene.Heard.Contains(cast);
        var silent = seconds.Count(loudest => loudest < Heard);
        if (isExpected && silent > 0)
            wrong.Add($"{cast.Name} is not heard in {silent} of {seconds.Count} seconds");
        if (!isExpected && silent < seconds.Count)
            wrong.Add($"{cast.Name} is heard in {seconds.Count - silent} of {seconds.Count} seconds");
        return string.Create(CultureInfo.InvariantCulture, $"{seconds.Min():0.000}-{seconds.Max():0.000}");
    }

    private static IEnumerable<string> ExpectedAudience(Scene scene)
    {
        var people = scene.Seen.Select(cast => cast.Name);
        return (scene.IsShared ? people.Append($"{Cast.Bert.Name}’s screen") : people).Order(StringComparer.Ordinal);
    }
}
