using System.Diagnostics;

namespace Broadcast.TestHost.Servers;

/// <summary>Runs a short command to its end.</summary>
internal static class Command
{
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} exited with {process.ExitCode}: {errors}{await output}");
    }

    /// <summary>The path of a program on PATH or in one of the folders.</summary>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static string Find(string program, IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(folders).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{program} is not installed here; `deploy/setup.sh test` installs it.");
}
