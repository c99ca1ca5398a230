namespace Broadcast.EndToEnd.Tests.FirstLight;

/// <summary>What a viewer may expect.</summary>
/// <param name="FramesPerSecond">At least.</param>
/// <param name="DelayMs">From the presenter's screen to the viewer's, at most.</param>
/// <param name="FirstFrameMs">From the click, at most.</param>
/// <param name="BeepsMissed">Of one each second, at most.</param>
internal sealed record FirstLightLimits(double FramesPerSecond, double DelayMs, double FirstFrameMs, double BeepsMissed)
{
    /// <summary>The product's own, on a machine with nothing else to do: <c>make bench-first-light</c>.</summary>
    public static readonly FirstLightLimits Absolute = new(25, 250, 2_000, 2);

    /// <summary>A call of a page to itself that falls short of this is on a machine that cannot carry a webinar smoothly.</summary>
    private const double SmoothFramesPerSecond = 27;
    private const double OfTheCamera = 0.9;
    private const double OfABusyMachine = 0.7;
    private const double TimesTheMachines = 4;

    /// <summary>Those of a machine that does other things too: what its camera gave, and what its browser can do without us.</summary>
    public static FirstLightLimits On(LoopbackCall machine, double cameraFramesPerSecond)
    {
        var share = machine.FramesPerSecond >= SmoothFramesPerSecond ? OfTheCamera : OfABusyMachine;
        return new FirstLightLimits(
            Math.Min(Absolute.FramesPerSecond, share * Math.Min(cameraFramesPerSecond, machine.FramesPerSecond)),
            Math.Max(Absolute.DelayMs, TimesTheMachines * machine.DelayMs),
            Math.Max(Absolute.FirstFrameMs, TimesTheMachines * machine.FirstFrameMs),
            Absolute.BeepsMissed);
    }
}
