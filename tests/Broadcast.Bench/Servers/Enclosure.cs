using System.Diagnostics;

namespace Broadcast.Bench.Servers;

/// <summary>This program once more, in namespaces of its own: whatever it starts, mounts or leaves lying is gone when it ends, however it ends.</summary>
/// <param name="marker">An environment variable by which it knows inside that it is there.</param>
/// <param name="setup">Shell commands that are run inside before it.</param>
/// <param name="hasNetwork">Whether it has a network of its own, too, which begins empty.</param>
internal sealed class Enclosure(string marker, string setup, bool hasNetwork = false)
{
    public bool IsInside => Environment.GetEnvironmentVariable(marker) is not null;

    /// <summary>Runs this program again, with the same arguments, inside.</summary>
    /// <param name="temporary">Where temporary files go; null for where they go outside.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> ReenterAsync(string[] arguments, string? temporary = null)
    {
        var start = new ProcessStartInfo("unshare") { Environment = { [marker] = "1" } };
        if (temporary is not null)
            start.Environment["TMPDIR"] = temporary;
        string[] words =
        [
            .. hasNetwork ? ["--net"] : Array.Empty<string>(),
            "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--",
            "sh", "-c", $"{setup} && exec \"$@\"", "sh", "dotnet", Environment.GetCommandLineArgs()[0], .. arguments,
        ];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start.");
        AppDomain.CurrentDomain.ProcessExit += Kill;
        await process.WaitForExitAsync();
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        return process.ExitCode;

        void Kill(object? sender, EventArgs e) => process.Kill();
    }
}
