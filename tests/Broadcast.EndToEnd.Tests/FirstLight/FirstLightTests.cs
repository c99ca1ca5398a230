using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests.FirstLight;

public class FirstLightTests(ITestOutputHelper output)
{
    /// <summary>The file that the figures go to, for the benchmark to print.</summary>
    private const string FiguresFile = "FIRST_LIGHT_FIGURES";

    [Fact]
    public async Task A_presenter_is_seen_and_heard_and_the_recording_is_downloaded()
    {
        var webinar = new FirstLightWebinar(output);
        var figures = await webinar.RunAsync();
        Judge([.. webinar.Failures, .. figures.Against(viewer => FirstLightLimits.On(figures.Machine, viewer.CameraFramesPerSecond))]);
    }

    [Fact]
    [Trait("Suite", "Bench")]
    public async Task On_a_machine_with_nothing_else_to_do_the_absolute_limits_are_kept()
    {
        var webinar = new FirstLightWebinar(output);
        var figures = await webinar.RunAsync();
        if (Environment.GetEnvironmentVariable(FiguresFile) is { } file)
            await File.WriteAllLinesAsync(file, [.. figures.Lines, figures.Json]);
        Judge([.. webinar.Failures, .. figures.Against(_ => FirstLightLimits.Absolute)]);
    }

    private void Judge(IReadOnlyList<string> failures)
    {
        foreach (var failure in failures)
            output.WriteLine($"FAILED: {failure}");
        Assert.Empty(failures);
    }
}
