using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Recorder.Tests.Sound;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.TestMedia;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Tests.Live;

[Trait("Category", "Integration")]
public sealed class LiveJudgeTests : IDisposable
{
    private const int Seconds = 10;
    private const double From = 0.3;

    /// <summary>Packaging is some seconds behind what arrives.</summary>
    private const double Packaged = Seconds + 7;

    private readonly TemporaryDirectory directory = new();
    private readonly Schedule schedule = new();
    private readonly ManualClock clock = new();
    private LivePackager? live;

    public void Dispose()
    {
        live?.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Picture_and_sound_that_play_in_sync_are_green()
    {
        await CameraAsync();
        Microphone(Voice(Seconds));

        var found = await JudgedAsync(Packaged);

        Assert.Equal((RecordingLight.Green, "The last seconds were played back: picture and sound are there and in sync."), (found.Light, found.Sentence));
        Assert.Equal(clock.GetUtcNow(), found.CheckedAt);
    }

    [Fact]
    public async Task A_muted_microphone_is_not_missed()
    {
        await CameraAsync();
        Microphone(Voice(5)).Pause(5.5, paused: true);

        var found = await JudgedAsync(Packaged);

        Assert.Equal((RecordingLight.Green, "The last seconds were played back: the picture is there. The microphones are muted."), (found.Light, found.Sentence));
    }

    [Fact]
    public async Task An_open_microphone_that_gives_nothing_is_amber()
    {
        await CameraAsync();
        Microphone(Enumerable.Repeat<byte[]>([0xFC, 0xFF, 0xFE], Seconds * EncodedClip.OpusPacketsPerSecond));

        var found = await JudgedAsync(Packaged);

        Assert.Equal((RecordingLight.Amber, "The microphone is open, but the recording hears nothing."), (found.Light, found.Sentence));
    }

    [Fact]
    public async Task A_camera_that_is_on_and_sends_nothing_more_is_red()
    {
        await CameraAsync();
        Microphone(Voice(45));

        schedule.Start();
        schedule.Event(52, """{"type":"marker"}""");
        var options = new RecorderOptions { Directory = directory["journals"], FlushMilliseconds = 1, QueueBytes = 1 << 27 };
        await using var node = new RecorderNode(Options.Create(options), new FixedTime(), NullLoggerFactory.Instance);
        var judge = JudgeOf(node.JournalDirectory(new("test")));
        var sink = node.Open(new("test"));

        foreach (var (from, until, light) in new[] { (0, 20, RecordingLight.Green), (20, 60, RecordingLight.Red) })
        {
            schedule.Play(sink, from, until);
            while (node.HealthOf(new("test"))!.WaitingBytes > 0)
                await Task.Yield();
            live!.Advance();
            clock.Advance(TimeSpan.FromSeconds(10));
            await judge.LookAsync(CancellationToken.None);
            Assert.Equal(light, judge.Verdict(null).Light);
        }
        Assert.Matches("^No picture has reached the recording for 4[0-9] s.$", judge.Verdict(null).Sentence);
    }

    [Fact]
    public async Task A_camera_that_was_just_switched_on_again_is_not_judged_by_what_it_sent_before()
    {
        var camera = await CameraAsync();
        camera.Pause(Seconds + 0.5, paused: true);
        camera.Pause(20, paused: false);
        Microphone(Voice(30));

        var found = await JudgedAsync(28);

        Assert.Equal((RecordingLight.Waiting, "Recording. The first check of the picture comes in a few seconds."), (found.Light, found.Sentence));
    }

    [Fact]
    public async Task A_microphone_that_was_just_switched_on_again_is_not_judged_by_the_silence_before()
    {
        await CameraAsync();
        var microphone = Microphone(Voice(1));
        microphone.Pause(1.5, paused: true);
        microphone.Pause(Seconds + 0.5, paused: false);

        var found = await JudgedAsync(Packaged);

        Assert.Equal((RecordingLight.Waiting, "Recording. The first check of the sound comes in a few seconds."), (found.Light, found.Sentence));
    }

    [Theory]
    [InlineData(30, RecordingLight.Green)]
    [InlineData(90, RecordingLight.Amber)]
    public async Task One_that_rests_while_nobody_speaks_is_missed_after_a_minute(double until, RecordingLight light)
    {
        Microphone(Voice(Seconds), new Dictionary<string, CodecParameter> { ["usedtx"] = 1 });
        schedule.Start();
        schedule.Event(until, """{"type":"marker"}""");
        var options = new RecorderOptions { Directory = directory["journals"], FlushMilliseconds = 1, QueueBytes = 1 << 27 };
        await using var node = new RecorderNode(Options.Create(options), new FixedTime(), NullLoggerFactory.Instance);
        var judge = JudgeOf(node.JournalDirectory(new("test")));
        var sink = node.Open(new("test"));

        foreach (var (from, to) in new[] { (0, 15.0), (15, until + 1) })
        {
            schedule.Play(sink, from, to);
            while (node.HealthOf(new("test"))!.WaitingBytes > 0)
                await Task.Yield();
            live!.Advance();
            clock.Advance(TimeSpan.FromSeconds(10));
            await judge.LookAsync(CancellationToken.None);
        }

        Assert.Equal(light, judge.Verdict(null).Light);
    }

    [Fact]
    public async Task An_open_microphone_that_sends_nothing_more_is_amber()
    {
        Microphone(Voice(Seconds));

        var found = await JudgedAsync(52);

        Assert.Equal((RecordingLight.Amber, "The microphone is open, but the recording hears nothing."), (found.Light, found.Sentence));
    }

    [Fact]
    public async Task An_empty_stage_is_amber()
    {
        (await CameraAsync()).Close(Seconds + 0.5);
        Microphone(Voice(Seconds)).Close(Seconds + 0.5);

        var found = await JudgedAsync(Packaged + 1);

        Assert.Equal((RecordingLight.Amber, "Nobody is sending picture or sound. The recording stays open."), (found.Light, found.Sentence));
    }

    [Theory]
    [InlineData(Seconds + 6, RecordingLight.Green, "The last seconds were played back: picture and sound are there; whether they are in sync shows in some seconds.")]
    [InlineData(Packaged, RecordingLight.Amber, "Picture and sound are there; a browser has not said yet how they belong together.")]
    public async Task Without_sender_reports_sync_is_not_promised_and_missed_after_some_seconds(double until, RecordingLight light, string sentence)
    {
        await CameraAsync(sendsReports: false);
        Microphone(Voice(Seconds));

        var found = await JudgedAsync(until);

        Assert.Equal((light, sentence), (found.Light, found.Sentence));
    }

    [Fact]
    public async Task A_track_that_was_just_opened_is_given_time_to_report()
    {
        await CameraAsync();
        Microphone(Voice(Seconds));
        new SimulatedStream(schedule, "guest", MediaKind.Audio, "audio/opus", 48_000) { Ssrc = 0x2000_0002, SendsReports = false }
            .Open(9, "bob", "microphone").Play(9.1, EncodedClip.OpusPacketsPerSecond, Voice(Packaged - 9).Select(packet => (IReadOnlyList<byte[]>)[packet]));

        Assert.Equal(RecordingLight.Green, (await JudgedAsync(Packaged)).Light);
    }

    [Fact]
    public async Task Looks_again_after_some_seconds_and_not_before()
    {
        await CameraAsync();
        Microphone(Voice(Seconds));
        var judge = await JudgeAsync(Packaged);
        await judge.LookAsync(CancellationToken.None);
        await File.WriteAllBytesAsync(live!.Output.LastPicture!.Path, []);

        clock.Advance(TimeSpan.FromSeconds(5));
        await judge.LookAsync(CancellationToken.None);
        Assert.Equal(RecordingLight.Green, judge.Verdict(null).Light);

        clock.Advance(TimeSpan.FromSeconds(5));
        await judge.LookAsync(CancellationToken.None);
        Assert.Equal(RecordingLight.Red, judge.Verdict(null).Light);
        Assert.StartsWith("The last segment is damaged: 0 of", judge.Verdict(null).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_for_the_first_segment()
    {
        var judge = await JudgeAsync(1);

        await judge.LookAsync(CancellationToken.None);

        Assert.Equal(RecordingVerdict.Waiting, judge.Verdict(null));
    }

    [Theory]
    [InlineData(JournalAlarm.None, RecordingLight.Green)]
    [InlineData(JournalAlarm.SpaceLow, RecordingLight.Amber)]
    [InlineData(JournalAlarm.Slow, RecordingLight.Amber)]
    [InlineData(JournalAlarm.Failing, RecordingLight.Red)]
    [InlineData(JournalAlarm.Shedding, RecordingLight.Red)]
    public async Task What_endangers_the_journal_comes_before_what_was_found(JournalAlarm alarm, RecordingLight light)
    {
        Microphone(Voice(Seconds));
        var judge = await JudgeAsync(Packaged);
        await judge.LookAsync(CancellationToken.None);
        var health = new JournalHealth(alarm, WaitingBytes: 0, TimeSpan.FromSeconds(2), Shed: 7, WrittenBytes: 0, FreeBytes: 5_000_000, "No space left on device");

        var verdict = judge.Verdict(health);

        Assert.Equal((light, health.Sentence ?? "The last seconds were played back: the sound is there. No camera is on."), (verdict.Light, verdict.Sentence));
    }

    /// <param name="until">Session time of what the journal has last.</param>
    private async Task<RecordingVerdict> JudgedAsync(double until)
    {
        var judge = await JudgeAsync(until);
        await judge.LookAsync(CancellationToken.None);
        return judge.Verdict(null);
    }

    private async Task<LiveJudge> JudgeAsync(double until)
    {
        schedule.Start();
        schedule.Event(until, """{"type":"marker"}""");
        var judge = JudgeOf(await schedule.RecordAsync(directory["journals"]));
        live!.Advance();
        return judge;
    }

    private LiveJudge JudgeOf(string journal)
    {
        live = new LivePackager(new("test"), journal, directory["live"], _ => { });
        return new LiveJudge(live, new SegmentCheck(new FFmpegRunner(), directory.Path), clock);
    }

    private async Task<SimulatedStream> CameraAsync(bool sendsReports = true)
    {
        var frames = (await EncodedClip.H264Async(Seconds)).Select(frame => (IReadOnlyList<byte[]>)[.. Packetiser.H264(frame)]);
        var camera = new SimulatedStream(schedule, "camera", MediaKind.Video, "video/H264", 90_000) { Ssrc = 0x1000_0001, SendsReports = sendsReports };
        camera.Open(0.1, "ann", "camera").Play(From, EncodedClip.FramesPerSecond, frames);
        return camera;
    }

    private SimulatedStream Microphone(IEnumerable<byte[]> packets, IReadOnlyDictionary<string, CodecParameter>? parameters = null)
    {
        var microphone = new SimulatedStream(schedule, "microphone", MediaKind.Audio, "audio/opus", 48_000) { Ssrc = 0x2000_0001, Parameters = parameters ?? new Dictionary<string, CodecParameter>() };
        microphone.Open(0.1, "ann", "microphone").Play(From, EncodedClip.OpusPacketsPerSecond, packets.Select(packet => (IReadOnlyList<byte[]>)[packet]));
        return microphone;
    }

    private static List<byte[]> Voice(double seconds) => Tone.Packets(440, seconds);
}
