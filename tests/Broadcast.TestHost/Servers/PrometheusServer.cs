using System.Text.Json;

namespace Broadcast.TestHost.Servers;

/// <summary>A real Prometheus on a loopback port that scrapes one address every second.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly ServerProcess process;
    private readonly HttpClient client;

    private PrometheusServer(ServerProcess process, int port) =>
        (this.process, client) = (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });

    /// <param name="target">What <c>/metrics</c> is asked of.</param>
    /// <param name="token">Sent as bearer token.</param>
    /// <param name="rules">A file of alerts, read by it, too.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start; the message says why.</exception>
    public static async Task<PrometheusServer> StartAsync(Uri target, string token, string rules)
    {
        var directory = await ServerProcess.CreateDirectoryAsync("prometheus");
        var port = LoopbackPort.Free();
        await WriteAsync(Path.Combine(directory, "alerts.yml"), await File.ReadAllTextAsync(rules));
        await WriteAsync(Path.Combine(directory, "prometheus.yml"), $"""
            global: { "{" } scrape_interval: 1s, evaluation_interval: 1s { "}" }
            rule_files: [alerts.yml]
            scrape_configs:
              - job_name: broadcast
                authorization: { "{" } credentials: "{token}" { "}" }
                static_configs: [{ "{" } targets: ["{target.Authority}"] { "}" }]
            """);
        var process = await ServerProcess.StartAsync(
            directory, stopSignal: "TERM", readyWords: "Server is ready to receive web requests",
            Command.Find("prometheus", ["/usr/bin"]), $"--config.file={directory}/prometheus.yml", $"--storage.tsdb.path={directory}/data",
            $"--web.listen-address=127.0.0.1:{port}");
        return new PrometheusServer(process, port);
    }

    /// <summary>Waits until a query has an answer.</summary>
    /// <returns>The first value, as Prometheus writes it.</returns>
    public async Task<string> UntilAsync(string query)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative), patience.Token));
            var result = answer.RootElement.GetProperty("data").GetProperty("result");
            if (result.GetArrayLength() > 0 && result[0].GetProperty("value")[1].GetString() is { } value)
                return value;
            await Task.Delay(Interval, patience.Token);
        }
    }

    /// <summary>Readable by the server's user, whatever this process's own mask is.</summary>
    private static async Task WriteAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text);
        await Command.RunAsync("chmod", "a+r", path);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return process.DisposeAsync();
    }
}
