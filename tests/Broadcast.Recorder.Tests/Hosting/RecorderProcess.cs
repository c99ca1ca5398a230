using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Sfu.Control.Channels;
using Broadcast.TestHost;

namespace Broadcast.Recorder.Tests.Hosting;

/// <summary>Broadcast.Recorder as a process of its own, on free ports.</summary>
internal sealed class RecorderProcess : IAsyncDisposable
{
    private const string Secret = "a secret of thirty-two characters";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly int port;

    private RecorderProcess(Process process, int port) => (this.process, this.port) = (process, port);

    public static async Task<RecorderProcess> StartAsync(string journals)
    {
        var port = LoopbackPort.Free();
        string[] arguments =
        [
            Repository.Built("Broadcast.Recorder"), "--Control:Port", $"{port}", "--Control:Secret", Secret, "--Media:Port", "0", "--Media:Workers", "1",
            "--Recorder:Directory", journals, "--Recorder:QueueDirectory", journals, "--Logging:LogLevel:Default", "Warning",
        ];
        var started = new RecorderProcess(Process.Start("dotnet", arguments), port);
        await started.WhenHealthyAsync();
        return started;
    }

    public Task<WebSocketChannel> ConnectAsync(long epoch) => WebSocketChannel.ConnectAsync(
        new WebSocketChannelOptions(new Uri($"ws://127.0.0.1:{port}/control"), Secret, epoch) { Patience = TimeSpan.FromSeconds(30) }, CancellationToken.None);

    /// <summary>As a service manager does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var request = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    private async Task WhenHealthyAsync()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                var answer = await http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{port}/healthz"), patience.Token);
                Assert.Equal("ok", answer.GetProperty("status").GetString());
                return;
            }
            catch (HttpRequestException)
            {
                Assert.False(process.HasExited, "The recorder's process has ended.");
                await Task.Delay(100, patience.Token);
            }
        }
    }
}
