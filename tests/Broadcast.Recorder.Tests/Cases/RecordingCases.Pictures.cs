namespace Broadcast.Recorder.Tests.Cases;

/// <summary>Cameras that are turned, and pictures that lack what they need.</summary>
internal static partial class RecordingCases
{
    private const int FrameCount = Clip.Seconds * 30;

    /// <summary>As a phone that is held upright gives its pictures: they are to be turned clockwise by a quarter.</summary>
    private const string OnItsSide = "transpose=cclock";

    private static IEnumerable<RecordingCase> Pictures()
    {
        foreach (var (name, clip) in new[] { ("H264", Clip.H264("180x320", OnItsSide)), ("VP8", Clip.Vp8("180x320", OnItsSide)) })
            yield return new($"phone held upright, {name}", "every picture upright", Whole, stage => PresentAsync(stage, clip, (camera, _) =>
                camera.Stream.Orientation = _ => 1))
            {
                Also = AllUpright,
            };
        yield return new("camera turned while it records", "every picture upright", Whole, TurnAsync) { Also = AllUpright };
        yield return new("key frame without its first slices", "picture stands for a second: 210 frames, 30 dropped", Whole, WithoutFirstSlicesAsync)
        {
            Missing = new(1, 20),
            Pairs = new(6, 7),
            Also = Frames(written: 210, dropped: 30),
        };
        yield return new("size changes and its sets are lost", "picture stands for a second: 210 frames, 30 dropped", Whole, WithoutSetsAsync)
        {
            Missing = new(1, 1),
            Pairs = new(3, 4),
            Also = Frames(written: 210, dropped: 30),
        };
        yield return new("another layer for a moment", "its pictures first and nowhere else", Whole, AfterAnotherLayerAsync)
        {
            Missing = new(0, 0),
            Pairs = new(6, 7),
            Also = result => [.. Frames(written: 3 + 210, dropped: 0)(result), .. Unless(InOrder(result), "a picture comes out of its place")],
        };
        yield return new("parameter sets in any order", "picture copied, nothing dropped", Whole, stage => PresentAsync(stage, ParameterSetClip.MakeAsync()))
        {
            Also = result => [.. Frames(written: FrameCount, dropped: 0)(result), .. Unless(result.Analysis.Frames.Count == FrameCount, "the picture was not copied")],
        };
    }

    private static async Task AfterAnotherLayerAsync(CaseStage stage)
    {
        var (camera, microphone) = await stage.PresenterAsync(Clip.H264());
        camera.Stream.Ssrc++;
        (camera with { Clip = await Clip.H264("180x320") }).Play(0, 0.1);
        camera.Stream.Ssrc--;
        camera.Play(1);
        microphone.Play();
        stage.End(Whole);
    }

    private static bool InOrder(CaseResult result)
    {
        var numbers = result.Analysis.Frames.Select(frame => frame.Number).OfType<int>().ToList();
        return numbers.Zip(numbers.Skip(1)).All(pair => pair.First <= pair.Second);
    }

    // Upright, on its head, and mirrored as well: the sensor gives all three in one size.
    private static Task TurnAsync(CaseStage stage)
    {
        const double first = 2.5, second = 5;
        var clip = Clip.H264(filter: FormattableString.Invariant($"hflip=enable='between(t,{first - 0.001},{second - 0.001})',vflip=enable='gte(t,{first - 0.001})'"));
        return PresentAsync(stage, clip, (camera, _) => camera.Stream.Orientation = at => (at - CaseStage.ClipStart) switch
        {
            < first - 0.001 => 0,
            < second - 0.001 => 2,
            _ => 2 | 4,
        });
    }

    private static async Task WithoutFirstSlicesAsync(CaseStage stage)
    {
        const int keyFrame = 90;
        var clip = await Clip.SlicedH264();
        var third = clip.Frames[keyFrame].Index().Where(each => BeginsSlice(each.Item)).ElementAt(2).Index;
        var first = clip.FirstPacketOf(keyFrame);
        await PresentAsync(stage, Task.FromResult(clip), (camera, _) => camera.Stream.IsLost = number => number >= first && number < first + third);
    }

    private static async Task WithoutSetsAsync(CaseStage stage)
    {
        const int second = 4, frame = second * 30;
        var (camera, microphone) = await stage.PresenterAsync(Clip.H264());
        var lost = camera.Clip.FirstPacketOf(frame);
        camera.Stream.IsLost = number => number == lost;
        camera.Play(0, second);
        (camera with { Clip = await Clip.H264("180x320") }).Play(second);
        microphone.Play();
        stage.End(Whole);
    }

    /// <summary>Whether a slice begins in a payload: whole, or the first of its fragments.</summary>
    private static bool BeginsSlice(byte[] payload) => (payload[0] & 0x1F) switch { 28 => (payload[1] & 0x80) != 0, 5 => true, _ => false };

    private static IEnumerable<string> AllUpright(CaseResult result) =>
        Unless(result.PicturesSeen >= FrameCount - 1, $"{result.PicturesSeen} pictures of {FrameCount} are seen upright");

    private static Func<CaseResult, IEnumerable<string>> Frames(long written, long dropped) => result =>
    {
        var camera = result.Manifest.Tracks.Single(track => track.Source == "camera");
        return Unless((camera.FramesWritten, camera.FramesDropped) == (written, dropped), $"{camera.FramesWritten} frames written and {camera.FramesDropped} dropped");
    };
}
