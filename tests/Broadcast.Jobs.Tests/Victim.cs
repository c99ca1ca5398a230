using System.Diagnostics;
using System.Globalization;
using Broadcast.Jobs.Catalogue;

namespace Broadcast.Jobs.Tests;

/// <summary>Another process that works on recording <c>r1</c> and has got to a step of it, until it is killed.</summary>
internal sealed class Victim : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private Victim(Process process) => this.process = process;

    /// <param name="failures">How often it fails there before it stays.</param>
    public static async Task<Victim> StartAsync(string dataDirectory, RecordingStep step, int failures, params IEnumerable<(string Key, string Value)> settings)
    {
        string[] arguments = [typeof(Victim).Assembly.Location, dataDirectory, step.ToString(), failures.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("dotnet", [.. arguments, .. settings.Select(setting => $"{setting.Key}={setting.Value}")])
        {
            RedirectStandardOutput = true,
        };
        var victim = new Victim(Process.Start(start)!);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            // What it logs comes the same way.
            string? said;
            do
                said = await victim.process.StandardOutput.ReadLineAsync(patience.Token);
            while (said is not null && said != step.ToString());
            Assert.NotNull(said);
            return victim;
        }
        catch
        {
            victim.Dispose();
            throw;
        }
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
