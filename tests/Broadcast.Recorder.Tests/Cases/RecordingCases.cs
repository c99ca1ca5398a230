namespace Broadcast.Recorder.Tests.Cases;

/// <summary>The scripted list: every way of losing a recording that we know of.</summary>
internal static partial class RecordingCases
{
    /// <summary>The live span of most cases.</summary>
    private const double Whole = CaseStage.ClipStart + Clip.Seconds + 0.2;

    public static IReadOnlyList<RecordingCase> All { get; } = [.. Codecs(), .. Pictures(), .. Timing(), .. Clocks(), .. Network(), .. People(), .. Crashes(), .. BadInput()];

    private static IEnumerable<RecordingCase> Codecs()
    {
        yield return new("VP8", "in sync, nothing missing", Whole, stage => PresentAsync(stage, Clip.Vp8()));
        yield return new("VP9", "in sync, nothing missing", Whole, stage => PresentAsync(stage, Clip.Vp9()));
        yield return new("AV1", "in sync, nothing missing", Whole, stage => PresentAsync(stage, Clip.Av1()));
        yield return new("H264", "picture copied, in sync, nothing missing", Whole, stage => PresentAsync(stage, Clip.H264()))
        {
            Also = result => Unless(result.Analysis.Frames.Count == Clip.Seconds * 30, $"{result.Analysis.Frames.Count} frames instead of 240"),
        };
    }

    private static IEnumerable<RecordingCase> Timing()
    {
        yield return new("SSRC change", "both pieces at their time", Whole, stage => InTwoPiecesAsync(stage, camera => camera.Stream.Ssrc++));
        yield return new("timestamps jump ahead", "both pieces at their time", Whole,
            stage => InTwoPiecesAsync(stage, camera => camera.Stream.TimestampBase += 90_000_000));
        yield return new("timestamps jump back", "both pieces at their time", Whole,
            stage => InTwoPiecesAsync(stage, camera => camera.Stream.TimestampBase -= 90_000_000));
        yield return new("capture stalls for 5 s", "picture stands, then right again", Whole + 5, StallAsync)
        {
            Pairs = new(7, 8),
        };
        yield return new("burst after 4 s", "nothing moves, nothing is left out", Whole, stage => PresentAsync(stage, Clip.Vp8(), (camera, microphone) =>
            camera.Stream.Delay = microphone.Stream.Delay = at => at is > 2 and < 6 ? 6.02 - at : 0.02))
        {
            Also = result => Unless(result.PicturesSeen >= Clip.Seconds * 30 - 1, $"{result.PicturesSeen} pictures are seen instead of 240"),
        };
        // A frame and a half: after rounding to milliseconds some pictures are nearer to the frame before, some to the one after.
        yield return new("pictures half-way between two frames", "all of them are seen", Whole, stage => PresentAsync(stage, Clip.Vp8(), (camera, microphone) =>
            camera.Stream.Delay = microphone.Stream.Delay = _ => 0.05))
        {
            Also = result => Unless(result.PicturesSeen >= Clip.Seconds * 30 - 1, $"{result.PicturesSeen} pictures are seen instead of 240"),
        };
        yield return new("no sender reports, late picture", "in sync by arrival", Whole, stage => PresentAsync(stage, Clip.Vp8(), (camera, microphone) =>
            camera.Stream.SendsReports = microphone.Stream.SendsReports = false));
    }

    private static IEnumerable<RecordingCase> Network()
    {
        yield return new("3 packets lost", "freezes to the next key frame", Whole,
            stage => PresentAsync(stage, Clip.Vp8(), (camera, _) => camera.Stream.IsLost = number => number is >= 100 and <= 102))
        {
            Missing = new(3, 3),
            Pairs = new(6, 8),
        };
        yield return new("10 % lost", "freezes, sound goes on", Whole, stage => PresentAsync(stage, Clip.Vp8(), (camera, microphone) =>
            camera.Stream.IsLost = microphone.Stream.IsLost = Tenth(new Random(4))))
        {
            Missing = new(80, 180),
            Pairs = new(1, 8),
        };
        yield return new("network gone for 4 s", "black and silence, then right again", Whole, async stage =>
        {
            var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
            foreach (var source in new[] { camera, microphone })
            {
                source.Play(0, 2);
                source.Stream.Close(5);
            }
            var again = await stage.AddAsync(Clip.Vp8(), "camera2", source: "camera", at: 6.1);
            var heard = await stage.AddAsync(Clip.Opus(), "microphone2", source: "microphone", at: 6.1);
            again.Play(6);
            heard.Play(6);
            stage.End(Whole);
        }) { Pairs = new(3, 4) };
    }

    private static IEnumerable<RecordingCase> People()
    {
        yield return new("size changes", "timestamps intact", Whole, async stage =>
        {
            var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
            camera.Play(0, 4);
            (camera with { Clip = await Clip.Vp8("160x90") }).Play(4);
            microphone.Play();
            stage.End(Whole);
        });
        yield return new("codec changes", "both at their time", Whole, async stage =>
        {
            var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
            camera.Play(0, 4);
            camera.Stream.Close(4.25);
            (await stage.AddAsync(Clip.H264(), "camera2", source: "camera", at: 4.25)).Play(4);
            microphone.Play();
            stage.End(Whole);
        });
        foreach (var packets in new[] { 0, 1, 40_000 })
            yield return new($"muted for 11 s, {packets} packets meanwhile", "silence, then in sync, nothing missing", Whole + 11, async stage =>
            {
                var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
                foreach (var source in new[] { camera, microphone })
                {
                    source.Play(0, 4);
                    source.Stream.Pause(4.4, true);
                    source.Stream.Unrecorded(packets);
                    source.Stream.Pause(15.2, false);
                    source.Play(4, later: 11);
                }
                stage.End(Whole + 11);
            });
        yield return new("DTX", "silence where nothing was sent", Whole, async stage =>
        {
            var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
            camera.Play();
            for (var second = 0; second < Clip.Seconds; second++)
                microphone.Play(second, second + 0.2);
            stage.End(Whole);
        });
        yield return new("share stands still for 13 s", "last picture carried", Whole + 13, async stage =>
        {
            var (share, microphone) = (await stage.AddAsync(Clip.Vp8(), "screen"), await stage.AddAsync(Clip.Opus(), "microphone"));
            share.Play(0, 4);
            share.Play(4, later: 13);
            microphone.Play(later: 0);
            stage.End(Whole + 13);
        })
        {
            Pairs = new(4, 5),
            Also = result => Unless(result.Analysis.Frames.Any(frame => frame is { Time: > 15, Number: 119 or 120 }), "the last picture was not carried"),
        };
        yield return new("picture joins late", "black before, in sync after", Whole, async stage =>
        {
            var (camera, microphone) = (await stage.AddAsync(Clip.Vp8(), at: 4.1), await stage.AddAsync(Clip.Opus(), "microphone"));
            camera.Play(4);
            microphone.Play();
            stage.End(Whole);
        }) { Pairs = new(3, 5) };
        yield return new("everybody muted", "as long as the webinar, black and silent", 6, async stage =>
        {
            var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
            camera.Stream.Pause(0.2, true);
            microphone.Stream.Pause(0.2, true);
            stage.End(6);
        }) { Pairs = new(0, 0) };
        yield return new("empty room", "as long as the webinar, black and silent", 5, stage =>
        {
            stage.End(5);
            return Task.CompletedTask;
        }) { Pairs = new(0, 0) };
    }

    private static Task PresentAsync(CaseStage stage, Task<Clip> picture) => PresentAsync(stage, picture, (_, _) => { });

    private static async Task PresentAsync(CaseStage stage, Task<Clip> picture, Action<CaseStage.Source, CaseStage.Source> change)
    {
        var (camera, microphone) = await stage.PresenterAsync(picture);
        change(camera, microphone);
        camera.Play();
        microphone.Play();
        stage.End(Whole);
    }

    private static async Task InTwoPiecesAsync(CaseStage stage, Action<CaseStage.Source> change)
    {
        var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
        camera.Play(0, 4);
        change(camera);
        camera.Play(4);
        microphone.Play();
        stage.End(Whole);
    }

    // The clock of what is captured stands still meanwhile, as when a laptop lid is closed.
    private static async Task StallAsync(CaseStage stage)
    {
        var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
        foreach (var source in new[] { camera, microphone })
        {
            source.Stream.MediaClock = at => at < 6 ? at : at - 5;
            source.Play(0, 4);
            source.Play(4, later: 5);
        }
        stage.End(Whole + 5);
    }

    private static Func<int, bool> Tenth(Random random) => _ => random.Next(10) == 0;

    private static IEnumerable<string> Unless(bool holds, string complaint) => holds ? [] : [complaint];
}
