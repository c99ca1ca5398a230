using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Tests.Timing;

/// <summary>An hour of camera and microphone, whatever their clocks do: sound and picture are compared at every second.</summary>
public sealed class PublisherClockTests
{
    private const double AllowedMs = 60;

    /// <summary>Seconds by which the wall clock is set; negative is back.</summary>
    private static readonly double[] Steps = [0.05, -0.05, 0.3, -0.3, 2, -2, 3_600, -3_600, 3e7];

    public static TheoryData<double, double> RatesAndSteps => Pairs<double, double>([-1_000, 0, 1_000], Steps);

    [Theory]
    [InlineData(1_000)]
    [InlineData(-1_000)]
    [InlineData(600)]
    public void A_sound_card_that_is_off_is_followed_in_one_piece(double ppm)
    {
        var talk = new SimulatedPublisher { MicrophonePpm = ppm }.Record();
        var clock = Assert.Single(talk.MicrophoneClocks);
        Assert.InRange(clock.Clock.SkewPpm(48_000), ppm - 5, ppm + 5);
        AssertInSync(talk, 10);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(-1_000)]
    public void Without_reports_it_is_followed_by_arrival(double ppm)
    {
        var talk = new SimulatedPublisher { MicrophonePpm = ppm, Nonsense = (_, _) => 0 }.Record();
        Assert.False(Assert.Single(talk.MicrophoneClocks).FromReports);
        Assert.False(Assert.Single(talk.CameraClocks).FromReports);
        AssertInSync(talk, 20);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(-1_000)]
    public void Ten_minutes_of_silence_are_no_stall_of_a_sound_card_that_is_off(double ppm)
    {
        var talk = new SimulatedPublisher { MicrophonePpm = ppm, IsSilent = at => at is > 300 and < 900 }.Record();
        Assert.Single(talk.MicrophoneClocks);
        AssertInSync(talk, 10);
    }

    [Theory]
    [MemberData(nameof(RatesAndSteps))]
    public void A_wall_clock_that_is_set_once_moves_nothing(double ppm, double step) =>
        AssertInSync(new SimulatedPublisher { MicrophonePpm = ppm, WallClockError = at => at < 1_803.3 ? 0 : step }.Record());

    [Theory]
    [MemberData(nameof(RatesAndSteps))]
    public void A_wall_clock_that_is_set_every_minute_moves_nothing(double ppm, double step) =>
        AssertInSync(new SimulatedPublisher { MicrophonePpm = ppm, WallClockError = at => Math.Floor(at / 60.7) * step }.Record());

    [Theory]
    [MemberData(nameof(RatesAndSteps))]
    public void A_wall_clock_that_is_set_to_and_fro_moves_nothing(double ppm, double step) =>
        AssertInSync(new SimulatedPublisher { MicrophonePpm = ppm, WallClockError = at => Math.Floor(at / 37.3) % 2 * step }.Record());

    [Theory]
    [MemberData(nameof(RatesAndSteps))]
    public void On_a_bad_path_with_a_microphone_that_stalls_neither_do_they(double ppm, double step) => AssertInSync(new SimulatedPublisher
    {
        MicrophonePpm = ppm,
        WallClockError = at => Math.Floor(at / 60.7) * step,
        Stalled = at => 0.1 * Math.Floor(at / 431),
        Loss = 0.05,
        Jitter = 0.060,
    }.Record());

    [Theory]
    [MemberData(nameof(RatesAndSteps))]
    public void Whoever_watches_meanwhile_sees_and_hears_the_same(double ppm, double step) => AssertInSync(new SimulatedPublisher
    {
        Seconds = 300,
        MicrophonePpm = ppm,
        WallClockError = at => Math.Floor(at / 60.7) * step,
    }.Watch());

    [Theory]
    [MemberData(nameof(RatesAndSteps))]
    public void A_microphone_that_stalls_while_the_wall_clock_is_set_is_followed_too(double ppm, double step) => AssertInSync(new SimulatedPublisher
    {
        Seconds = 1_800,
        MicrophonePpm = ppm,
        WallClockError = at => Math.Floor(at / 60.7) * step,
        Stalled = at => 0.1 * Math.Floor(at / 53),
    }.Record());

    [Theory]
    [InlineData(0.4)]
    [InlineData(-0.4)]
    [InlineData(3_600)]
    public void A_computer_that_slept_comes_back_at_another_time(double step) => AssertInSync(new SimulatedPublisher
    {
        MicrophonePpm = 1_000,
        IsSilent = at => at is > 1_000 and < 1_600,
        Slept = at => at < 1_300 ? 0 : 600,
        WallClockError = at => at < 1_300 ? 0 : step,
    }.Record());

    public static TheoryData<string, double> NonsenseAndRates =>
        Pairs<string, double>(["constant", "zero", "random", "backwards", "twice as fast", "random from one track", "constant from one track"], [1_000, -1_000]);

    [Theory]
    [MemberData(nameof(NonsenseAndRates))]
    public void Reports_that_are_nonsense_are_believed_of_no_track(string nonsense, double ppm)
    {
        var random = new Random(3);
        var talk = new SimulatedPublisher
        {
            MicrophonePpm = ppm,
            Nonsense = (kind, at) => nonsense switch
            {
                "zero" => 0,
                "random" => random.NextDouble() * 4e9,
                "backwards" => 3.9e9 - at,
                "twice as fast" => 3.9e9 + 2 * at,
                "random from one track" => kind == MediaKind.Audio ? random.NextDouble() * 4e9 : 3.9e9 + at,
                "constant from one track" => kind == MediaKind.Audio ? 3.9e9 : 3.9e9 + at,
                _ => 3.9e9,
            },
        }.Record();
        Assert.DoesNotContain(talk.CameraClocks.Concat(talk.MicrophoneClocks), clock => clock.FromReports);
        AssertInSync(talk);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 5)]
    [InlineData(-0.1, 20)]
    [InlineData(0.02, 10)]
    public void A_wall_clock_that_is_set_all_the_time_moves_nothing_in_the_recording_or_live(double step, double everySeconds)
    {
        foreach (var ppm in new[] { -1_000, 1_000 })
        {
            AssertInSync(Talk(1_200).Record());
            AssertInSync(Talk(240).Watch());

            SimulatedPublisher Talk(double seconds) =>
                new() { Seconds = seconds, MicrophonePpm = ppm, WallClockError = at => Math.Floor(at / everySeconds) * step };
        }
    }

    [Fact]
    public void Nine_seconds_with_a_step_in_the_middle_are_enough()
    {
        for (var seed = 0; seed < 100; seed++)
            AssertInSync(new SimulatedPublisher(seed) { Seconds = 9, MicrophonePpm = 1_000, Loss = 0.1, Jitter = 0.06, WallClockError = at => at < 4.2 ? 0 : -2 }.Record());
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.33)]
    public void Single_reports_that_are_wild_move_nothing(double share)
    {
        var random = new Random(2);
        double Wild(double _) => random.NextDouble() < share ? random.NextDouble() * 1e5 : 0;
        AssertInSync(new SimulatedPublisher { MicrophonePpm = 1_000, WallClockError = Wild }.Record());
        AssertInSync(new SimulatedPublisher { Seconds = 240, MicrophonePpm = 1_000, WallClockError = Wild }.Watch());
    }

    [Fact]
    public void A_path_that_wavers_by_300_ms_makes_no_false_rate()
    {
        var talk = new SimulatedPublisher { Seconds = 120, Jitter = 0.3, Loss = 0.2 }.Record();
        AssertInSync(talk);
    }

    private static TheoryData<TOne, TOther> Pairs<TOne, TOther>(IEnumerable<TOne> ones, IEnumerable<TOther> others)
    {
        var pairs = new TheoryData<TOne, TOther>();
        foreach (var (one, other) in ones.SelectMany(_ => others, (one, other) => (one, other)))
            pairs.Add(one, other);
        return pairs;
    }

    private static void AssertInSync(SimulatedPublisher talk, double allowedMs = AllowedMs)
    {
        Assert.InRange(talk.WorstSyncMs, 0, allowedMs);
        Assert.InRange(talk.WorstErrorMs, 0, 100);
        Assert.InRange(talk.Camera.Count, talk.Microphone.Count - 1, talk.Microphone.Count + 1);
    }
}
