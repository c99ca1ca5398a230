using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>
/// At start: ends FFmpeg and FFprobe that outlived the process that started them, as after a kill where setpriv is not installed.
/// </summary>
internal sealed partial class LeftTools(ILogger<LeftTools> logger) : IHostedService
{
    private const string Mark = "BROADCAST_HOST=";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var process in Process.GetProcessesByName("ffmpeg").Concat(Process.GetProcessesByName("ffprobe")))
        {
            using (process)
                EndIfLeft(process);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void EndIfLeft(Process process)
    {
        try
        {
            if (!IsLeft(process.Id))
                return;
            process.Kill();
            LogEnded(process.Id);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // It has ended by itself, or is another user's.
        }
    }

    /// <summary>Whether it is a tool of ours and has another parent by now. In another container process numbers mean something else.</summary>
    private static bool IsLeft(int id)
    {
        var proc = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}";
        var host = File.ReadAllText($"{proc}/environ").Split('\0').FirstOrDefault(variable => variable.StartsWith(Mark, StringComparison.Ordinal));
        return host is not null && host[Mark.Length..] != ParentOf(proc) && Container(proc) == Container("/proc/self");
    }

    // After the name, which may hold anything: the state, then the parent.
    private static string ParentOf(string proc) => File.ReadAllText($"{proc}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

    private static string? Container(string proc) => new FileInfo($"{proc}/ns/pid").LinkTarget;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Process {Id}, which an earlier run had left at work on a recording, was ended.")]
    private partial void LogEnded(int id);
}
