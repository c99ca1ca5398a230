using System.Diagnostics;

namespace Broadcast.TestHost;

/// <summary>A media node as a process of its own, on free loopback ports.</summary>
public sealed class NodeHost : IAsyncDisposable
{
    /// <summary>How long a machine may take that is busy with something else too.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private NodeHost(Process process, int port) => (this.process, Port) = (process, port);

    /// <summary>What owners need to know.</summary>
    public string Secret { get; } = OwnSecret;

    public Uri Address => new($"ws://127.0.0.1:{Port}/control");

    /// <summary>By which journals know it, of one that records.</summary>
    public string Name => NameOf(Port);

    private int Port { get; }

    private static string OwnSecret { get; } = new('s', 40);

    /// <param name="journals">Where it keeps them, of one that records; null for one that does not.</param>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public static async Task<NodeHost> StartAsync(string? journals = null)
    {
        var port = LoopbackPort.Free();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        string[] arguments =
        [
            Repository.Built(journals is null ? "Broadcast.Sfu" : "Broadcast.Recorder"), "--Control:Port", $"{port}", "--Control:Secret", OwnSecret, "--Media:Port", "0",
            "--Media:Workers", "1", "--Logging:LogLevel:Default", "Warning",
            .. journals is null ? Array.Empty<string>() : ["--Recorder:Directory", journals, "--Recorder:QueueDirectory", journals, "--Recorder:Node", NameOf(port)],
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var node = new NodeHost(Process.Start(start)!, port);
        node.process.BeginOutputReadLine();
        node.process.BeginErrorReadLine();
        await node.UntilHealthyAsync();
        return node;
    }

    /// <summary>Ends it without a word, if it runs.</summary>
    public async Task KillAsync()
    {
        if (process.HasExited)
            return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private static string NameOf(int port) => $"node-{port}";

    private async Task UntilHealthyAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < StartPatience; await Task.Delay(100))
        {
            try
            {
                if ((await client.GetAsync(new Uri("/healthz", UriKind.Relative))).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
        throw new TimeoutException("The media node does not answer.");
    }
}
