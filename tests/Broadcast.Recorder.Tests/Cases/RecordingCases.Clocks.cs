namespace Broadcast.Recorder.Tests.Cases;

/// <summary>Sound cards that are off, and wall clocks that are set while a webinar runs.</summary>
internal static partial class RecordingCases
{
    private const double Hour = 3_600;

    /// <summary>Seconds, so that a sound card that is not followed is late by more than is allowed.</summary>
    private const double Silence = 90;

    private static IEnumerable<RecordingCase> Clocks()
    {
        yield return OffByPpm("sound card 1,000 ppm fast", 1_000);
        yield return OffByPpm("sound card 1,000 ppm slow", -1_000);
        yield return WithWallClock("wall clock set ahead by 0.3 s", at => at < 4.2 ? at : at + 0.3);
        yield return WithWallClock("wall clock set back by 2 s", at => at < 4.2 ? at : at - 2);
        yield return WithWallClock("wall clock set back by an hour", at => at < 4.2 ? at : at - Hour);
        yield return WithWallClock("wall clock set to and fro", at => at is > 2.7 and < 5.7 ? at + Hour : at);
        yield return WithWallClock("wall clock set with every report", at => at + Hour * Math.Floor(at));
        yield return WithWallClock("wall clock that stands still", _ => 0);
        yield return WithWallClock("wall clock set, sound card off, losses", at => at < 4.2 ? at : at - 2, (_, microphone) =>
        {
            microphone.Stream.MediaClock = at => at * (1 + 1_000e-6);
            microphone.Stream.IsLost = Tenth(new Random(6));
        }) with { Missing = new(20, 70), Pairs = new(5, 8) };
    }

    private static RecordingCase OffByPpm(string name, double ppm) => new(name, "in sync before and after a long silence", Whole + Silence, async stage =>
    {
        var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
        microphone.Stream.MediaClock = at => at * (1 + ppm * 1e-6);
        foreach (var source in new[] { camera, microphone })
        {
            source.Play(0, 4);
            source.Play(4, later: Silence);
        }
        stage.End(Whole + Silence);
    });

    private static RecordingCase WithWallClock(string name, Func<double, double> wallClock, Action<CaseStage.Source, CaseStage.Source>? change = null) =>
        new(name, "sound and picture move alike: not at all", Whole, stage => PresentAsync(stage, Clip.Vp8(), (camera, microphone) =>
        {
            camera.Stream.WallClock = microphone.Stream.WallClock = wallClock;
            change?.Invoke(camera, microphone);
        }));
}
