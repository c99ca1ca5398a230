using System.Diagnostics;

namespace Broadcast.TestMedia;

/// <summary>Runs a command-line tool to its end.</summary>
public static class Tool
{
    /// <param name="feed">Writes the tool's standard input, if it wants any.</param>
    /// <exception cref="InvalidOperationException">The tool failed; the message is what it said.</exception>
    /// <returns>What it wrote to standard output, and to standard error.</returns>
    public static async Task<(byte[] Output, string Errors)> RunAsync(string tool, IEnumerable<string> arguments, Func<Stream, Task>? feed = null)
    {
        var start = new ProcessStartInfo(tool)
        {
            RedirectStandardInput = feed is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{tool} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        var copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        if (feed is not null)
        {
            await feed(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        await copying;
        await process.WaitForExitAsync();
        var said = await errors;
        return process.ExitCode == 0
            ? (output.ToArray(), said)
            : throw new InvalidOperationException($"{tool} exited with {process.ExitCode}: {said}");
    }
}
