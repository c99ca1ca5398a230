using System.Diagnostics;
using System.Globalization;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>Runs FFmpeg and the tools beside it at low priority, reads all they say, and leaves none behind.</summary>
public sealed class FFmpegRunner(FFmpegOptions options)
{
    private static readonly TimeSpan TrailerTime = TimeSpan.FromSeconds(15);

    /// <summary>Runs to the end.</summary>
    /// <param name="expected">Length of the output, for the progress.</param>
    /// <param name="progress">0 to 100.</param>
    /// <returns>What FFmpeg said on standard error. Exit code 0 alone proves nothing: verify the output.</returns>
    /// <exception cref="FFmpegException">It exited with an error.</exception>
    public async Task<string> RunAsync(FFmpegCommand command, TimeSpan expected, IProgress<double>? progress, CancellationToken ct)
    {
        using var process = Start(options.Executable, command.Arguments);
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var following = FollowAsync(process.StandardOutput, expected, progress);
        await WaitAsync(process, ct).ConfigureAwait(false);
        await following.ConfigureAwait(false);
        return Check(options.Executable, process, await said.ConfigureAwait(false));
    }

    /// <summary>Runs FFprobe.</summary>
    /// <returns>Its standard output.</returns>
    /// <exception cref="FFmpegException">It exited with an error.</exception>
    public Task<string> ProbeAsync(IEnumerable<string> arguments, CancellationToken ct) => RunToolAsync(options.ProbeExecutable, arguments, ct);

    /// <summary>Runs another tool.</summary>
    /// <param name="executable">Name on the path, or a path.</param>
    /// <returns>Its standard output.</returns>
    /// <exception cref="FFmpegException">It exited with an error.</exception>
    public async Task<string> RunToolAsync(string executable, IEnumerable<string> arguments, CancellationToken ct)
    {
        using var process = Start(executable, arguments);
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await WaitAsync(process, ct).ConfigureAwait(false);
        Check(executable, process, await said.ConfigureAwait(false));
        return await output.ConfigureAwait(false);
    }

    private Process Start(string executable, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("nice") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-n", options.Niceness.ToString(CultureInfo.InvariantCulture), executable, .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new FFmpegException(executable, -1, "It did not start.");
    }

    private static async Task WaitAsync(Process process, CancellationToken ct)
    {
        try
        {
            await process.WaitForExitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process).ConfigureAwait(false);
            throw;
        }
    }

    // One interrupt lets FFmpeg write its trailer; a second one would lose it.
    private static async Task StopAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TrailerTime);
        try
        {
            using var interrupt = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }

    private static async Task FollowAsync(StreamReader output, TimeSpan expected, IProgress<double>? progress)
    {
        while (await output.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (progress is not null && expected > TimeSpan.Zero && TryReadTime(line, out var at))
                progress.Report(Math.Clamp(100 * (at / expected), 0, 100));
        }
    }

    private static bool TryReadTime(string line, out TimeSpan time)
    {
        const string key = "out_time_us=";
        time = default;
        if (!line.StartsWith(key, StringComparison.Ordinal)
            || !long.TryParse(line.AsSpan(key.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds))
            return false;
        time = TimeSpan.FromMicroseconds(microseconds);
        return true;
    }

    private static string Check(string tool, Process process, string said) =>
        process.ExitCode == 0 ? said : throw new FFmpegException(tool, process.ExitCode, said);
}
