using System.Text.Json;

namespace Broadcast.EndToEnd.Tests.FirstLight;

/// <summary>What one viewer of the webinar saw and heard.</summary>
/// <param name="CameraFramesPerSecond">What the presenter's camera gave meanwhile.</param>
/// <param name="SourceBeeps">What its microphone gave meanwhile.</param>
internal sealed record ViewerFigures(
    string Name, double FirstFrameMs, double FramesPerSecond, double CameraFramesPerSecond, double DelayMs, int Beeps, int SourceBeeps);

/// <summary>The figures of one webinar, for people and for programs.</summary>
internal sealed record FirstLightFigures(LoopbackCall Machine, IReadOnlyList<ViewerFigures> Viewers)
{
    public IEnumerable<string> Lines =>
    [
        $"this machine alone: {Machine.FramesPerSecond:0.0} frames/s, first frame {Machine.FirstFrameMs:0} ms, delay p50 {Machine.DelayMs:0} ms",
        .. Viewers.Select(viewer =>
            $"{viewer.Name}: first frame {viewer.FirstFrameMs:0} ms, {viewer.FramesPerSecond:0.0} frames/s of the camera's {viewer.CameraFramesPerSecond:0.0}, delay p50 {viewer.DelayMs:0} ms, {viewer.Beeps} beeps of {viewer.SourceBeeps}"),
    ];

    public string Json => JsonSerializer.Serialize(new
    {
        bench = "first-light",
        frames_per_s = Math.Round(Viewers.Min(viewer => viewer.FramesPerSecond), 1),
        camera_frames_per_s = Math.Round(Viewers.Min(viewer => viewer.CameraFramesPerSecond), 1),
        delay_p50_ms = Math.Round(Viewers.Max(viewer => viewer.DelayMs)),
        first_frame_ms = Math.Round(Viewers.Max(viewer => viewer.FirstFrameMs)),
        machine_frames_per_s = Math.Round(Machine.FramesPerSecond, 1),
        machine_delay_p50_ms = Math.Round(Machine.DelayMs),
        machine_first_frame_ms = Math.Round(Machine.FirstFrameMs),
    });

    /// <summary>Each limit that a viewer's figures do not keep, as a sentence.</summary>
    public IEnumerable<string> Against(Func<ViewerFigures, FirstLightLimits> limitsOf) => Viewers.SelectMany(viewer => Against(viewer, limitsOf(viewer)));

    private static IEnumerable<string> Against(ViewerFigures viewer, FirstLightLimits limits)
    {
        if (!(viewer.FramesPerSecond >= limits.FramesPerSecond))
            yield return $"The {viewer.Name} decodes {viewer.FramesPerSecond:0.0} frames/s, fewer than {limits.FramesPerSecond:0.0}.";
        if (!(viewer.DelayMs >= 0 && viewer.DelayMs <= limits.DelayMs))
            yield return $"The {viewer.Name} sees the presenter after {viewer.DelayMs:0} ms, later than {limits.DelayMs:0} ms.";
        if (!(viewer.FirstFrameMs <= limits.FirstFrameMs))
            yield return $"The {viewer.Name} waits {viewer.FirstFrameMs:0} ms for the first frame, longer than {limits.FirstFrameMs:0} ms.";
        if (Math.Abs(viewer.Beeps - viewer.SourceBeeps) > limits.BeepsMissed)
            yield return $"The {viewer.Name} hears {viewer.Beeps} beeps of the {viewer.SourceBeeps} that the presenter's microphone gave.";
    }
}
