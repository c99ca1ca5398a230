using System.Globalization;
using FFMpegCore;
using FFMpegCore.Exceptions;
using Instances.Exceptions;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>Runs FFmpeg and FFprobe, those of the path, at low priority; reads all they say, and leaves none behind.</summary>
public sealed class FFmpegRunner
{
    /// <summary>What a process is asked to end in, with its output's trailer written, before it is killed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The folder of our stand-ins for the two, see tool.sh.</summary>
    private readonly FFOptions tools = new() { BinaryFolder = Path.Combine(AppContext.BaseDirectory, "tools") };

    private readonly FFOptions liveTools = new() { BinaryFolder = Path.Combine(AppContext.BaseDirectory, "tools", "live") };

    /// <summary>Runs FFmpeg to the end. When it is cancelled, FFmpeg finishes its output first, or is killed after 15 s.</summary>
    /// <param name="expected">Length of the output, for the progress.</param>
    /// <param name="progress">0 to 100.</param>
    /// <returns>What FFmpeg said on standard error. Exit code 0 alone proves nothing: verify the output.</returns>
    /// <exception cref="FFmpegException">It exited with an error, or could not be started.</exception>
    public async Task<string> RunAsync(FFmpegCommand command, TimeSpan expected, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // FFMpegCore never lets go of the token that it is given; this one ends with the run.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var process = command.ToProcessor().NotifyOnStandardOutput(Follow).CancellableThrough(stop.Token, Patience);
        var result = await StartAsync("ffmpeg", () => process.ProcessAsynchronously(throwOnError: false, command.IsLive ? liveTools : tools));
        if (result.Cancelled)
            throw new OperationCanceledException(cancellationToken);
        var said = string.Join('\n', result.StandardError);
        return result.ExitCode == 0 ? said : throw new FFmpegException("ffmpeg", result.ExitCode, said);

        void Follow(string line)
        {
            if (progress is not null && expected > TimeSpan.Zero && TryReadTime(line, out var at))
                progress.Report(Math.Clamp(100 * (at / expected), 0, 100));
        }
    }

    /// <summary>Asks FFprobe about a file.</summary>
    /// <exception cref="FFmpegException">The file cannot be read.</exception>
    public async Task<MediaProbe> ProbeAsync(string path, CancellationToken cancellationToken) =>
        MediaProbe.From(await AnalyseAsync(path, "", cancellationToken));

    /// <summary>Reads the whole file to count the packets of its only stream.</summary>
    /// <exception cref="FFmpegException">The file cannot be read.</exception>
    public async Task<long> CountPacketsAsync(string path, CancellationToken cancellationToken)
    {
        var analysis = await AnalyseAsync(path, "-count_packets", cancellationToken);
        return analysis.Raw.Streams is [{ ExtensionData: { } more }, ..] && more.TryGetValue("nb_read_packets", out var packets)
            ? long.Parse(packets.GetString() ?? "0", CultureInfo.InvariantCulture)
            : 0;
    }

    private Task<IMediaAnalysis> AnalyseAsync(string path, string options, CancellationToken cancellationToken)
    {
        // FFMpegCore puts the path between quotation marks as it is.
        if (path.Contains('"', StringComparison.Ordinal))
            throw new FFmpegException("ffprobe", -1, $"A path must not have a quotation mark: {path}");
        return StartAsync("ffprobe", () => FFProbe.AnalyseAsync(path, tools, options, cancellationToken));
    }

    private static async Task<T> StartAsync<T>(string tool, Func<Task<T>> start)
    {
        try
        {
            return await StartingThread.RunAsync(start);
        }
        catch (FFProbeProcessException failure)
        {
            throw new FFmpegException(tool, failure.ExitCode, string.Join('\n', failure.StandardError));
        }
        catch (Exception failure) when (failure is FFMpegException or InstanceException)
        {
            throw new FFmpegException(tool, -1, failure.Message);
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
}
