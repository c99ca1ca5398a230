using System.Diagnostics;
using System.Globalization;

namespace Broadcast.Bench.Recording;

/// <summary>A <see cref="RecordingVictim"/> from outside.</summary>
internal sealed class VictimProcess : IDisposable
{
    private readonly Process process;
    private volatile VictimState state = VictimState.Unknown;

    private VictimProcess(Process process, int port)
    {
        (this.process, Port) = (process, port);
        _ = FollowAsync();
    }

    public int Port { get; }

    public bool HasDied => process.HasExited;

    /// <summary>What it said last.</summary>
    public VictimState State => state;

    /// <param name="log">Takes what it has to say.</param>
    public static async Task<VictimProcess> StartAsync(IEnumerable<string> settings, string log)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[Environment.GetCommandLineArgs()[0], RecordingVictim.Command, .. settings])
            start.ArgumentList.Add(word);
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        _ = CopyAsync(process.StandardError, log);
        var line = await process.StandardOutput.ReadLineAsync();
        return line is null
            ? throw new InvalidOperationException($"The victim did not start: {await File.ReadAllTextAsync(log)}")
            : new VictimProcess(process, int.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <param name="codec">The MIME type of the picture that it will be sent.</param>
    public void Begin(string codec) => process.StandardInput.WriteLine(codec);

    /// <summary>kill -9, and nothing of it runs any more when this returns.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <returns>What the FFmpeg that was killed was making; null if none of its own was running.</returns>
    public string? KillFFmpeg()
    {
        foreach (var candidate in Process.GetProcessesByName("ffmpeg"))
        {
            using (candidate)
            {
                if (ReadProc(candidate.Id, "stat").Split(' ') is not [_, _, _, var parent, ..] || parent != process.Id.ToString(CultureInfo.InvariantCulture))
                    continue;
                // One that has just ended has no arguments any more.
                if (ReadProc(candidate.Id, "cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries) is not [.., var last])
                    continue;
                var output = Path.GetFileName(last);
                candidate.Kill();
                return output == "-" ? "a measurement" : string.Join('.', output.Split('.').Take(2));
            }
        }
        return null;
    }

    /// <summary>Stops it in order.</summary>
    public async Task StopAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private async Task FollowAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            state = VictimState.Parse(line);
    }

    private static async Task CopyAsync(StreamReader from, string log)
    {
        await using var to = new StreamWriter(log, append: true) { AutoFlush = true };
        while (await from.ReadLineAsync() is { } line)
            await to.WriteLineAsync(line);
    }

    private static string ReadProc(int pid, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{name}");
        }
        catch (IOException)
        {
            // It is over.
            return "";
        }
    }
}
