namespace Broadcast.TestHost.Servers;

/// <summary>A real Redis on a loopback port that keeps everything in memory, gone with the tests.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string directory;
    private readonly int port;
    private ServerProcess process = null!;

    private RedisServer(string directory, int port) => (this.directory, this.port) = (directory, port);

    public int ProcessId => process.Id;

    /// <summary>For StackExchange.Redis: <c>127.0.0.1:PORT</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{port}";

    /// <exception cref="InvalidOperationException">It is not installed, or does not start; the message says why.</exception>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer(await ServerProcess.CreateDirectoryAsync("redis"), LoopbackPort.Free());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Stops it; what it held is forgotten.</summary>
    public Task StopAsync() => process.StopAsync();

    /// <summary>Kills it as a lost machine ends.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>Starts it once more at the same port, empty.</summary>
    public async Task StartAgainAsync() => process = await ServerProcess.StartAsync(
        directory, stopSignal: "TERM", readyWords: "Ready to accept connections",
        Command.Find("redis-server", ["/usr/sbin"]), "--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no", "--dir", directory);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
