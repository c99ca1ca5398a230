using Broadcast.Recorder.Tests.Simulation;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>
/// A stage on which the clip is played so that second t of the clip is always captured at second <see cref="ClipStart"/> + t: whatever
/// is heard and seen of it must come out at that time.
/// </summary>
internal sealed class CaseStage
{
    public const double ClipStart = 0.3;

    public Schedule Schedule { get; } = new();

    /// <summary>What happens after the media process was killed and started again, and how many seconds after the first start.</summary>
    public (CaseStage Stage, double At)? AfterRestart { get; private set; }

    public CaseStage RestartAt(double seconds)
    {
        var later = new CaseStage();
        later.Schedule.Start();
        AfterRestart = (later, seconds);
        return later;
    }

    public async Task<Source> AddAsync(Task<Clip> clip, string id = "camera", string participant = "ann", string? source = null, double at = 0.1)
    {
        var made = await clip;
        var stream = new SimulatedStream(Schedule, id, made.Kind, made.MimeType, made.ClockRate) { Ssrc = (uint)id.Sum(letter => 31 * letter) };
        stream.Open(at, participant, source ?? id);
        return new Source(stream, made);
    }

    /// <summary>Camera and microphone of one presenter from start to end, unless told otherwise.</summary>
    public async Task<(Source Camera, Source Microphone)> PresenterAsync(Task<Clip> picture) =>
        (await AddAsync(picture), await AddAsync(Clip.Opus(), "microphone"));

    public void End(double seconds) => Schedule.End(seconds);

    /// <summary>One producer and the clip that it plays.</summary>
    public sealed record Source(SimulatedStream Stream, Clip Clip)
    {
        /// <param name="from">Second of the clip.</param>
        /// <param name="later">Seconds by which capture comes later than the clip's own time; a whole number keeps flash and beep together.</param>
        public void Play(double from = 0, double to = Clip.Seconds, double later = 0)
        {
            var (first, last) = ((int)Math.Round(from * Clip.FramesPerSecond), (int)Math.Round(to * Clip.FramesPerSecond));
            Stream.Play(ClipStart + from + later, Clip.FramesPerSecond, Clip.Frames.Take(last).Skip(first));
        }
    }
}
