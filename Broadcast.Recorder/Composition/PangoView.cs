using System.Diagnostics;
using Broadcast.Recorder.FFmpeg;

namespace Broadcast.Recorder.Composition;

/// <summary>Pango's own tool, which sets text as a picture; at low priority, and gone when it is cancelled.</summary>
internal static class PangoView
{
    private const string Executable = "pango-view";

    /// <exception cref="FFmpegException">It exited with an error.</exception>
    public static async Task RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("nice", ["-n", "19", Executable, .. arguments]) { RedirectStandardError = true })
            ?? throw new FFmpegException(Executable, -1, "It did not start.");
        try
        {
            var said = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new FFmpegException(Executable, process.ExitCode, said);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
