namespace Broadcast.TestHost.Servers;

/// <summary>
/// A real PostgreSQL on a loopback port, gone with the tests. Its databases sort as people do ("a, B, c"), as those of most operators
/// and unlike SQLite, so that code which relies on the order of bytes is found out.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "broadcast";
    private static readonly Lazy<Task<PostgresServer>> OneForAll = new(StartAsync);

    private readonly string directory;
    private readonly int port;
    private ServerProcess process = null!;
    private int databases;

    private PostgresServer(string directory, int port) => (this.directory, this.port) = (directory, port);

    public int ProcessId => process.Id;

    /// <summary>The server that all tests of this process share who do not stop it. Nobody disposes it: it ends with the process.</summary>
    public static Task<PostgresServer> SharedAsync() => OneForAll.Value;

    /// <exception cref="InvalidOperationException">It is not installed, or does not start; the message says why.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        var directory = await ServerProcess.CreateDirectoryAsync("postgres");
        var server = new PostgresServer(directory, LoopbackPort.Free());
        await Command.RunAsync(ServerProcess.Unprivileged(
            Program("initdb"), "--no-sync", "--pgdata", server.Data, "--username", User, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C", "--locale-provider", "icu", "--icu-locale", "en"));
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Creates an empty database.</summary>
    /// <returns>A connection string for it.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        await Command.RunAsync(Program("createdb"), "--host", "127.0.0.1", "--port", $"{port}", "--username", User, name);
        return $"Host=127.0.0.1;Port={port};Username={User};Database={name};Maximum Pool Size=20;Connection Idle Lifetime=5;Connection Pruning Interval=2";
    }

    /// <summary>Stops it as an operator does, with no regard to clients.</summary>
    public Task StopAsync() => process.StopAsync();

    /// <summary>Kills it as a lost machine ends.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>Starts it once more, at the same port and with the same data.</summary>
    public async Task StartAgainAsync() => process = await ServerProcess.StartAsync(
        directory, stopSignal: "INT", readyWords: "ready to accept connections",
        Program("postgres"), "-D", Data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "max_connections=500");

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private string Data => Path.Combine(directory, "data");

    private static string Program(string name) => Command.Find(name, InstalledVersions());

    /// <summary>Debian's folders of PostgreSQL's programs, the newest first.</summary>
    private static IEnumerable<string> InstalledVersions()
    {
        const string packages = "/usr/lib/postgresql";
        return Directory.Exists(packages) ? Directory.GetDirectories(packages).OrderByDescending(version => version).Select(version => Path.Combine(version, "bin")) : [];
    }
}
