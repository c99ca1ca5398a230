using System.Diagnostics;
using System.Net;
using Broadcast.TestHost;

namespace Broadcast.Bench.Start;

/// <summary>An all-in-one process that is healthy.</summary>
internal sealed class StartedProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly Process process;

    private StartedProcess(Process process, TimeSpan ready) => (this.process, Ready) = (process, ready);

    /// <summary>From the start of the process to its first healthy answer.</summary>
    public TimeSpan Ready { get; }

    public static async Task<StartedProcess> StartAsync(string program, string data)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        string[] arguments = [program, "--Urls", address.ToString(), "--Data:Directory", data, "--Media:Port", "0"];
        var since = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The program did not start.");
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await HealthyAsync(process, new Uri(address, "/healthz")).WaitAsync(Patience);
        return new StartedProcess(process, Stopwatch.GetElapsedTime(since));
    }

    /// <summary>Processor time since its start.</summary>
    public TimeSpan Used()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    public long ResidentBytes()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var request = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        process.Dispose();
    }

    private static async Task HealthyAsync(Process process, Uri health)
    {
        using var client = new HttpClient();
        while (!await AnswersAsync(client, health))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The program ended with {process.ExitCode}.");
            await Task.Delay(Interval);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri health)
    {
        try
        {
            using var answer = await client.GetAsync(health);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
