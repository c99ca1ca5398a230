using System.Diagnostics;
using System.Globalization;

namespace Broadcast.Bench.Recording;

/// <summary>A <see cref="RecordingVictim"/> from outside.</summary>
internal sealed class VictimProcess : IDisposable
{
    private readonly Process process;

    private VictimProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }
    public bool IsRunning => !process.HasExited;

    public static async Task<VictimProcess> StartAsync(IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[Environment.GetCommandLineArgs()[0], RecordingVictim.Command, .. settings])
            start.ArgumentList.Add(word);
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var complaints = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync();
        return line is null
            ? throw new InvalidOperationException($"The victim did not start: {await complaints}")
            : new VictimProcess(process, int.Parse(line, CultureInfo.InvariantCulture));
    }

    public void Begin() => process.StandardInput.WriteLine("begin");

    /// <returns>State, step and error; null if it does not live any more.</returns>
    public async Task<string?> StateAsync()
    {
        try
        {
            await process.StandardInput.WriteLineAsync("state");
            await process.StandardInput.FlushAsync();
            return await process.StandardOutput.ReadLineAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>kill -9, and nothing of it runs any more when this returns.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <returns>Whether an FFmpeg of its own was running.</returns>
    public bool TryKillFFmpeg()
    {
        foreach (var candidate in Process.GetProcessesByName("ffmpeg"))
        {
            using (candidate)
            {
                if (ParentOf(candidate.Id) != process.Id)
                    continue;
                candidate.Kill();
                return true;
            }
        }
        return false;
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

    private static int ParentOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").First(each => each.StartsWith("PPid:", StringComparison.Ordinal));
            return int.Parse(line.AsSpan(5), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
