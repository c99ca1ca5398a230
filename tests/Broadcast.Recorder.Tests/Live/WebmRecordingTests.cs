using System.Text.Json;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Live.Webm;
using Broadcast.Recorder.Tests.Cases;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Rtp;
using Broadcast.TestMedia;
using Xunit.Abstractions;

namespace Broadcast.Recorder.Tests.Live;

/// <summary>Recordings whose pictures are VP8 or VP9, put together as they are served: a head and the clusters.</summary>
[Trait("Category", "Integration")]
public sealed class WebmRecordingTests(VideoPlayback chromium, ITestOutputHelper output) : IClassFixture<VideoPlayback>, IDisposable
{
    private const double SyncToleranceMs = 20;

    private readonly TemporaryDirectory directory = new();
    private readonly CaseStage stage = new();
    private readonly List<LiveFile> made = [];

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_presenter_in_vp8_plays_in_sync_and_every_frame_is_there()
    {
        await WholeClipAsync(Clip.Vp8());

        var video = await PackageAsync();

        // The first stands from the beginning, too.
        Assert.Equal(Enumerable.Range(0, Clip.Seconds * 30).Select(number => (int?)number).Prepend(0), video.Frames.Select(frame => frame.Number));
        Assert.Equal("", video.Errors);
        Assert.InRange(video.Duration.TotalSeconds, Clip.Seconds + 0.4, Clip.Seconds + 0.6);
        AssertInSync(video, pairs: Clip.Seconds - 1);
        await AssertPlaysAsync();
    }

    [Fact]
    public async Task Vp9_plays_in_sync()
    {
        await WholeClipAsync(Clip.Vp9());
        AssertInSync(await PackageAsync(), pairs: Clip.Seconds - 1);
        await AssertPlaysAsync();
    }

    [Fact]
    public async Task A_screen_of_another_size_takes_the_place_of_the_camera_and_gives_it_back()
    {
        var (camera, microphone) = await PresenterAsync(Clip.Vp8());
        var screen = await stage.AddAsync(Clip.Vp8("640x360"), "screen", at: 2.9);
        camera.Play();
        microphone.Play();
        screen.Play(from: 3, to: 6);
        screen.Stream.Close(6.3);
        stage.End(Clip.Seconds + 0.5);

        var video = await PackageAsync();
        // Each change waits for a key frame, once a second, and no frame is shown twice; at each of the two a frame of both may be shown within one's time.
        Assert.InRange(video.Frames.Count, (Clip.Seconds - 1) * 30, Clip.Seconds * 30 + 2);
        Assert.InRange(video.LongestGapMs(), 0, 1_100);
        AssertInSync(video, pairs: 5);
        await AssertPlaysAsync();
    }

    [Fact]
    public async Task Two_presenters_are_both_heard_and_the_speaker_is_seen()
    {
        var (camera, microphone) = await PresenterAsync(Clip.Vp8());
        var otherCamera = await stage.AddAsync(Clip.Vp8(), "camera2", "bob", "camera");
        var otherMicrophone = await stage.AddAsync(Clip.Opus(), "microphone2", "bob", "microphone");
        camera.Play(to: 3);
        microphone.Play(to: 3);
        otherCamera.Play();
        otherMicrophone.Play(from: 4);
        stage.Schedule.Event(4, """{"type":"activeSpeaker","producerId":"producer-microphone2"}""");
        stage.End(Clip.Seconds + 0.5);

        var video = await PackageAsync();
        Assert.Equal([0.3, 1.3, 2.3, 4.3, 5.3, 6.3, 7.3], video.Beeps.Select(at => Math.Round(at, 1)));
        AssertInSync(video, pairs: 5);
        await AssertPlaysAsync();
    }

    [Fact]
    public async Task A_camera_that_comes_late_and_goes_early_leaves_the_sound_whole()
    {
        var (camera, microphone) = await PresenterAsync(Clip.Vp8());
        camera.Play(to: 2, later: 20);
        camera.Stream.Pause(22.5, paused: true);
        microphone.Play();
        microphone.Play(later: 20);
        microphone.Play(later: 40);
        stage.End(48.5);

        var video = await PackageAsync();
        Assert.InRange(video.Duration.TotalSeconds, 48.4, 48.6);
        Assert.Equal(24, video.Beeps.Count);
        Assert.Equal(0, video.Frames[0].Time);
        Assert.Equal(61, video.Frames.Count);
        await AssertPlaysAsync();
    }

    [Fact]
    public async Task A_pause_is_cut_out_and_what_follows_stays_in_sync()
    {
        var (camera, microphone) = await PresenterAsync(Clip.Vp8());
        camera.Play(to: 4);
        microphone.Play(to: 4);
        stage.Schedule.Event(4.5, """{"type":"recordingPaused"}""");
        await stage.Schedule.RecordAsync(directory["journals"]);
        var resumed = new CaseStage();
        var (sameCamera, sameMicrophone) = await resumed.PresenterAsync(Clip.Vp8());
        sameCamera.Play(from: 4, later: -4);
        sameMicrophone.Play(from: 4, later: -4);
        resumed.End(5);
        var journal = await resumed.Schedule.RecordAsync(directory["journals"], startedAt: 600);

        var video = await PackageAsync(journal);
        Assert.InRange(video.Duration.TotalSeconds, 9.4, 9.6);
        Assert.Equal(Enumerable.Range(0, Clip.Seconds * 30).Select(number => (int?)number).Prepend(0), video.Frames.Select(frame => frame.Number));
        AssertInSync(video, pairs: Clip.Seconds - 1);
    }

    /// <summary>After a silence of a minute and a half sound that is not followed is 90 ms off.</summary>
    [Theory, InlineData(1_000), InlineData(-1_000)]
    public async Task A_sound_card_that_is_off_and_a_wall_clock_that_is_set_move_nothing(double ppm)
    {
        const double silence = 90;
        var (camera, microphone) = await PresenterAsync(Clip.Vp8());
        microphone.Stream.MediaClock = at => at * (1 + ppm * 1e-6);
        camera.Stream.WallClock = microphone.Stream.WallClock = at => at < 40 ? at : at - 2;
        foreach (var source in new[] { camera, microphone })
        {
            source.Play(0, 4);
            source.Play(4, later: silence);
        }
        stage.End(Clip.Seconds + silence + 0.5);

        var video = await PackageAsync();
        Assert.InRange(video.Duration.TotalSeconds, Clip.Seconds + silence + 0.4, Clip.Seconds + silence + 0.6);
        AssertInSync(video, pairs: Clip.Seconds - 1);
    }

    [Fact]
    public async Task What_there_is_can_be_watched_while_it_runs()
    {
        await WholeClipAsync(Clip.Vp8());
        await PackageAsync();

        var index = Index();
        Assert.True(index.HasEnded);
        Assert.True(index.Clusters.Count >= 2);
        var part = await MediaAnalysis.OfAsync(await JoinAsync(index.HeadOf(1), index, 1));
        Assert.InRange(part.Duration.TotalMilliseconds, index.Clusters[0].LengthMs - 1, index.Clusters[0].LengthMs + 1);
        Assert.Equal(index.Clusters[1].AtMs, index.Clusters[0].LengthMs);
        Assert.Equal("", part.Errors);
        var (packets, _) = await Tool.RunAsync("ffprobe", ["-v", "error", "-count_packets", "-select_streams", "v", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0",
            await JoinAsync(index.OpenHead(), index, index.Clusters.Count)]);
        Assert.Equal(Clip.Seconds * 30 + 1, int.Parse(System.Text.Encoding.ASCII.GetString(packets), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_process_that_died_makes_the_same_again()
    {
        await WholeClipAsync(Clip.Vp8());
        await PackageAsync();
        using var again = new LivePackager(new("test"), directory["journals/test"], directory["again"], _ => { });
        again.Finish();
        foreach (var path in Directory.EnumerateFiles(directory["live"], "*.webm"))
            Assert.Equal(await File.ReadAllBytesAsync(path), await File.ReadAllBytesAsync(directory[$"again/{Path.GetFileName(path)}"]));
    }

    [Fact]
    public async Task The_first_picture_decides_and_what_cannot_be_shown_is_said()
    {
        var (camera, microphone) = await PresenterAsync(Clip.Vp8());
        var screen = await stage.AddAsync(Clip.H264(), "screen", at: 3);
        camera.Play();
        microphone.Play();
        screen.Play(from: 3);
        stage.End(Clip.Seconds + 0.5);
        var journal = await stage.Schedule.RecordAsync(directory["journals"]);
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();

        Assert.Equal(Sfu.Codecs.Codec.H264, live.Stage.CodecNotShown());
        Assert.Equal(Clip.Seconds * 30 + 1, (await MediaAnalysis.OfAsync(await JoinAsync())).Frames.Count);
        Assert.DoesNotContain(made, file => file.Name == "video-0.m4s");
    }

    [Fact]
    public async Task A_phone_held_upright_is_said_to_be_in_the_head()
    {
        var (camera, microphone) = await PresenterAsync(Clip.Vp8("180x320", "transpose=cclock"));
        camera.Stream.Orientation = _ => 1;
        camera.Play();
        microphone.Play();
        stage.End(Clip.Seconds + 0.5);
        await PackageAsync();

        Assert.Equal(new VideoOrientation(1, false), Index().Orientation);
        Assert.Equal((320, 180), await chromium.SizeOfAsync(directory["whole.webm"]));
    }

    [Fact]
    public async Task A_camera_that_is_turned_lies_on_its_side_and_that_is_said()
    {
        var (camera, microphone) = await PresenterAsync(Clip.Vp8());
        camera.Stream.Orientation = at => at < 5 ? (byte)0 : (byte)1;
        camera.Play();
        microphone.Play();
        stage.Schedule.Event(Clip.Seconds + 8, """{"type":"marker"}""");
        using var live = new LivePackager(new("test"), await stage.Schedule.RecordAsync(directory["journals"]), directory["live"], made.Add);
        live.Advance();

        var judge = new LiveJudge(live, new SegmentCheck(new FFmpegRunner(), directory.Path), TimeProvider.System);
        await judge.LookAsync(CancellationToken.None);

        Assert.Equal("The camera was turned: what can be watched now lies on its side, the video will be upright.", judge.Verdict(null).Sentence);
    }

    [Fact]
    public async Task Its_segments_are_judged_and_certified()
    {
        await WholeClipAsync(Clip.Vp8());
        var journal = await stage.Schedule.RecordAsync(directory["journals"]);
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();

        var check = new SegmentCheck(new FFmpegRunner(), directory.Path);
        var (picture, sound) = (live.Output.LastPicture!, live.Output.LastSound!);
        Assert.Equal(new SegmentCheck.Finding(picture.Frames, MadeUp: 0, IsEmpty: false), await check.LookAsync(picture, CancellationToken.None));
        Assert.Equal(new SegmentCheck.Finding(sound.Frames, MadeUp: 0, IsEmpty: false), await check.ListenAsync(sound, CancellationToken.None));
        Assert.Contains(live.Output.Folder.Segments, file => file.Name == "cluster-1.webm");
    }

    /// <summary>One presenter from the first second of the clip to the last, and half a second after.</summary>
    private async Task WholeClipAsync(Task<Clip> picture)
    {
        var (camera, microphone) = await PresenterAsync(picture);
        camera.Play();
        microphone.Play();
        stage.End(Clip.Seconds + 0.5);
    }

    private Task<(CaseStage.Source Camera, CaseStage.Source Microphone)> PresenterAsync(Task<Clip> picture)
    {
        stage.Schedule.Start();
        return stage.PresenterAsync(picture);
    }

    private async Task<MediaAnalysis> PackageAsync() => await PackageAsync(await stage.Schedule.RecordAsync(directory["journals"]));

    private async Task<MediaAnalysis> PackageAsync(string journal)
    {
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();
        var video = await MediaAnalysis.OfAsync(await JoinAsync());
        output.WriteLine($"{video.Duration}, {video.Frames.Count} frames, offsets {string.Join(' ', video.FlashToBeepMs().Select(ms => $"{ms:0.0}"))} {video.Errors}");
        return video;
    }

    private static void AssertInSync(MediaAnalysis video, int pairs)
    {
        Assert.InRange(video.Flashes.Count, pairs, Clip.Seconds + 1);
        Assert.All(video.FlashToBeepMs(), offset => Assert.InRange(Math.Abs(offset), 0, SyncToleranceMs));
    }

    private async Task AssertPlaysAsync() => Assert.Null(await chromium.PlayAsync(directory["whole.webm"]));

    private WebmIndex Index() => JsonSerializer.Deserialize(File.ReadAllBytes(directory[$"live/{WebmIndex.FileName}"]), WebmIndexJson.Default.WebmIndex)!;

    private Task<string> JoinAsync() => JoinAsync(Index().HeadOf(Index().Clusters.Count), Index(), Index().Clusters.Count);

    private async Task<string> JoinAsync(byte[] head, WebmIndex index, int count)
    {
        await using var file = File.Create(directory["whole.webm"]);
        await file.WriteAsync(head);
        for (var cluster = 0; cluster < count; cluster++)
        {
            var content = await File.ReadAllBytesAsync(directory[$"live/{WebmIndex.NameOf(cluster)}"]);
            Assert.Equal(index.Clusters[cluster].Bytes, content.Length);
            await file.WriteAsync(content);
        }
        return directory["whole.webm"];
    }
}
