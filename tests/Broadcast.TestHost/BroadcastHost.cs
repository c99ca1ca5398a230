using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Broadcast.TestHost;

/// <summary>The all-in-one process as `make run` starts it, on a free port and with a data directory of its own.</summary>
public sealed partial class BroadcastHost : IAsyncDisposable
{
    /// <summary>How long a machine may take that is busy with something else too.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly List<string> log = [];
    private readonly TaskCompletionSource<Uri> organizerLink = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BroadcastHost(Process process, Uri address, string dataDirectory) => (this.process, Address, DataDirectory) = (process, address, dataDirectory);

    public Uri Address { get; }

    public string DataDirectory { get; }

    public bool HasExited => process.HasExited;

    public IReadOnlyList<string> Log
    {
        get { lock (log) return [.. log]; }
    }

    /// <summary>Warnings and errors of the log, each with the lines that say what happened.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            var lines = Log;
            return Enumerable.Range(0, lines.Count).Where(i => Severe().IsMatch(lines[i])).Select(i => string.Join(" ", lines.Skip(i).Take(3).Select(line => line.Trim()))).ToList();
        }
    }

    public static async Task<(BroadcastHost Host, Uri OrganizerLink)> StartAsync(params string[] settings)
    {
        var address = new Uri($"http://localhost:{LoopbackPort.Free()}");
        var data = Directory.CreateTempSubdirectory("broadcast-e2e-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        string[] arguments = [Repository.Built("Broadcast.Api"), "--Urls", address.ToString(), "--Data:Directory", data, "--Recorder:QueueDirectory", data, "--Media:Port", "0", .. settings];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var host = new BroadcastHost(Process.Start(start)!, address, data);
        host.process.OutputDataReceived += (_, line) => host.Read(line.Data);
        host.process.ErrorDataReceived += (_, line) => host.Read(line.Data);
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        try
        {
            return (host, await host.organizerLink.Task.WaitAsync(StartPatience));
        }
        catch (TimeoutException)
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Asks it to stop as a service manager does and waits until it has. Not with Ctrl-C's signal: who starts the tests in the
    /// background has that one ignored.
    /// </summary>
    public async Task StopAsync()
    {
        if (process.HasExited)
            return;
        using var request = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await process.WaitForExitAsync(patience.Token);
    }

    /// <summary>Ends it with SIGKILL, as a machine ends that loses its power.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Command lines of processes that this host started and that are still there.</summary>
    public IReadOnlyList<string> ProcessesLeftBehind() =>
        Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _))
            .Select(CommandLine).Where(command => command.Contains(DataDirectory, StringComparison.Ordinal)).ToList();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (log)
            log.Add(line);
        if (OrganizerLine().Match(line) is { Success: true } match)
            organizerLink.TrySetResult(new Uri(match.Groups[1].Value));
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"[Oo]rganizer.*?(http://\S+)")]
    private static partial Regex OrganizerLine();

    [GeneratedRegex(@"\b(warn|fail|crit)\s*:|\[(WRN|ERR|FTL)\]|Unhandled exception")]
    private static partial Regex Severe();
}
