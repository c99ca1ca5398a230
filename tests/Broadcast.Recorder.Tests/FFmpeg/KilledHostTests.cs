using System.Diagnostics;
using System.Globalization;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broadcast.Recorder.Tests.FFmpeg;

[Trait("Category", "Integration")]
public sealed class KilledHostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory directory = new();

    private string Output => Path.Combine(directory.Path, "endless.mp4");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task No_FFmpeg_is_left_when_the_host_is_killed()
    {
        using var host = Process.Start(new ProcessStartInfo("dotnet", [typeof(KilledHostTests).Assembly.Location, "render", Output])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("rendering", await host.StandardOutput.ReadLineAsync());
        var tool = Assert.Single(ToolsOn(Output));
        Assert.Equal("19", NicenessOf(tool));

        host.Kill();
        await host.WaitForExitAsync();

        await WhenAsync(() => ToolsOn(Output).Count == 0);
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("us", true)]
    public async Task At_start_a_tool_is_ended_whose_host_is_gone(string host, bool isSpared)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-re", "-f", "lavfi", "-i", "testsrc=s=160x120", "-f", "mp4", Output])
        {
            RedirectStandardInput = true,
        };
        start.Environment["BROADCAST_HOST"] = host == "us" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : host;
        using var tool = Process.Start(start)!;
        await WhenAsync(() => ToolsOn(Output).Count == 1);

        await new LeftTools(NullLogger<LeftTools>.Instance).StartAsync(CancellationToken.None);

        Assert.Equal(isSpared, !tool.WaitForExit(isSpared ? TimeSpan.Zero : Patience));
        tool.Kill();
    }

    /// <summary>The host that is killed.</summary>
    internal static Task RenderUntilKilledAsync(string output)
    {
        var endless = TimeSpan.FromDays(1);
        var command = new FFmpegCommand().Input("testsrc=s=320x240:r=30", "-re", "-f", "lavfi").Add("-c:v", "libx264").Output("mp4", output);
        return new FFmpegRunner().RunAsync(command, endless, new Telling(), CancellationToken.None);
    }

    private static List<int> ToolsOn(string path) =>
        [.. Process.GetProcessesByName("ffmpeg").Select(process => process.Id).Where(id => Read(id, "cmdline").Contains(path, StringComparison.Ordinal))];

    // After the name, which may hold anything, the nice value is the seventeenth.
    private static string NicenessOf(int id) => Read(id, "stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[16];

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task WhenAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    private sealed class Telling : IProgress<double>
    {
        private bool hasTold;

        public void Report(double value)
        {
            if (!hasTold)
                Console.WriteLine("rendering");
            hasTold = true;
        }
    }
}
