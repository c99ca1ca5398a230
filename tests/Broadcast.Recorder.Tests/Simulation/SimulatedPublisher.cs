using Broadcast.Recorder.Timing;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Tests.Simulation;

/// <summary>
/// Hours of one publisher's camera and microphone as times alone: when each packet was captured, what its clocks said, when it arrived.
/// Where the recorder puts them is compared with when they were captured.
/// </summary>
internal sealed class SimulatedPublisher(int seed = 5)
{
    private const double NtpAtZero = 3_900_000_000;
    private const double PathSeconds = 0.020;

    /// <summary>How far the live recording is behind.</summary>
    private const double BehindSeconds = 6;

    private readonly Random random = new(seed);

    public double Seconds { get; init; } = 3_600;

    /// <summary>Of the sound card, against true time.</summary>
    public double MicrophonePpm { get; init; }

    /// <summary>Seconds by which the wall clock is wrong at a moment.</summary>
    public Func<double, double> WallClockError { get; init; } = _ => 0;

    /// <summary>Seconds that the sound card's samples have fallen behind by a moment.</summary>
    public Func<double, double> Stalled { get; init; } = _ => 0;

    /// <summary>Seconds that both media clocks have stood still by a moment.</summary>
    public Func<double, double> Slept { get; init; } = _ => 0;

    /// <summary>What a report says as the time of day instead of the wall clock's, by the track and the second at which it is made.</summary>
    public Func<MediaKind, double, double>? Nonsense { get; init; }

    public Func<double, bool> IsSilent { get; init; } = _ => false;

    public double Loss { get; init; }

    /// <summary>Seconds of a packet's longest delay by chance.</summary>
    public double Jitter { get; init; } = 0.015;

    /// <summary>After <see cref="Record"/>, by second of capture: how much later than captured the recording has it, in milliseconds.</summary>
    public SortedDictionary<int, double> Camera { get; } = [];
    public SortedDictionary<int, double> Microphone { get; } = [];

    public IReadOnlyList<PieceClock> CameraClocks { get; private set; } = [];
    public IReadOnlyList<PieceClock> MicrophoneClocks { get; private set; } = [];

    /// <summary>How far sound and picture are apart where they are farthest, in milliseconds.</summary>
    public double WorstSyncMs => Camera.Keys.Intersect(Microphone.Keys).Max(second => Math.Abs(Camera[second] - Microphone[second]));

    /// <summary>How far from its time anything is.</summary>
    public double WorstErrorMs => Camera.Values.Concat(Microphone.Values).Max(Math.Abs);

    /// <summary>As the finished recording has it: the clocks are drawn when everything has arrived.</summary>
    public SimulatedPublisher Record() => Play(double.PositiveInfinity);

    /// <summary>As it can be watched meanwhile: the clocks are drawn every second, for what arrived some seconds before.</summary>
    public SimulatedPublisher Watch() => Play(1);

    private SimulatedPublisher Play(double everySeconds)
    {
        var camera = new Track(MediaKind.Video, 90_000, 15, 1);
        var microphone = new Track(MediaKind.Audio, 48_000, 25, 5);
        Send(camera, at => at - Slept(at));
        Send(microphone, at => (at - Slept(at)) * (1 + MicrophonePpm * 1e-6) - Stalled(at));
        var now = everySeconds;
        foreach (var (at, call) in camera.Arrivals.Concat(microphone.Arrivals).OrderBy(each => each.At))
        {
            for (; at > now; now += everySeconds)
                Judge(camera, microphone, now - BehindSeconds);
            call();
        }
        Judge(camera, microphone, double.PositiveInfinity);
        return this;
    }

    private void Judge(Track camera, Track microphone, double until)
    {
        var clocks = PublisherClocks.Of(new Dictionary<MediaKind, IReadOnlyList<TimelinePiece>>
        {
            [MediaKind.Video] = camera.Timeline.Pieces(),
            [MediaKind.Audio] = microphone.Timeline.Pieces(),
        });
        (CameraClocks, MicrophoneClocks) = (clocks[MediaKind.Video], clocks[MediaKind.Audio]);
        Judge(camera, CameraClocks, Camera, until);
        Judge(microphone, MicrophoneClocks, Microphone, until);
    }

    // The first packet of every second stands for it.
    private static void Judge(Track track, IReadOnlyList<PieceClock> clocks, SortedDictionary<int, double> errors, double until)
    {
        var cursor = new PieceCursor(clocks);
        for (; track.Judged < track.Sent.Count && track.Sent[track.Judged] is var (captured, sequence, timestamp) && captured < until; track.Judged++)
            errors.TryAdd((int)captured, cursor.TimeNs(sequence, timestamp) / 1e6 - (captured + PathSeconds) * 1e3);
    }

    private sealed record Track(MediaKind Kind, int ClockRate, int PacketsPerSecond, double ReportSeconds)
    {
        public StreamTimeline Timeline { get; } = new((uint)Kind + 1, ClockRate, Kind);
        public List<(double At, Action Call)> Arrivals { get; } = [];
        public List<(double Captured, long Sequence, uint Timestamp)> Sent { get; } = [];

        /// <summary>How many of them have been.</summary>
        public int Judged { get; set; }

        /// <summary>Near the end of its range, so that it wraps.</summary>
        public uint Timestamp(double media) => uint.MaxValue - 90_000 * 30 + (uint)(long)Math.Round(media * ClockRate);
    }

    private void Send(Track track, Func<double, double> media)
    {
        long sequence = 65_536;
        for (var i = 0; i < Seconds * track.PacketsPerSecond; i++)
        {
            var at = (double)i / track.PacketsPerSecond;
            if (IsSilent(at))
                continue;
            var (number, timestamp, arrival) = (sequence++, track.Timestamp(media(at)), Arrival(at));
            if (random.NextDouble() < Loss)
                continue;
            track.Sent.Add((at, number, timestamp));
            track.Arrivals.Add((arrival, () => track.Timeline.OnPacket(arrival * 1e9, number, timestamp)));
        }
        for (var at = 0.5; at < Seconds; at += track.ReportSeconds * (0.9 + 0.2 * random.NextDouble()))
            if (!IsSilent(at) && random.NextDouble() >= Loss)
                Report(track, at, media(at));
    }

    private void Report(Track track, double at, double media)
    {
        var said = Nonsense?.Invoke(track.Kind, at) ?? NtpAtZero + at + WallClockError(at) + 0.002 * random.NextDouble();
        var (ntp, timestamp, arrival) = (NtpTime.FromMicroseconds((long)(said * 1e6)), track.Timestamp(media), Arrival(at));
        track.Arrivals.Add((arrival, () => track.Timeline.OnSenderReport(arrival * 1e9, ntp, timestamp)));
    }

    private double Arrival(double at) => at + PathSeconds + Jitter * random.NextDouble();
}
