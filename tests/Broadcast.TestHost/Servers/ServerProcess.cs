using System.Diagnostics;
using System.Globalization;

namespace Broadcast.TestHost.Servers;

/// <summary>
/// A server program in a temporary directory of its own, run as an unprivileged user when the tests are root. It is the child of a
/// shell that reads from us: when this process ends, however it ends, the shell stops the server and removes the directory.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>How long a machine may take that is busy with something else too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Arguments: the directory, the signal that stops the server, the server's command.</summary>
    private const string Keeper = """
        directory=$1 signal=$2; shift 2
        "$@" 2>&1 & server=$!
        echo "pid $server"
        read -r word
        kill -s "$signal" $server 2>/dev/null; wait $server
        [ "$word" = keep ] || rm -rf "$directory"
        """;

    private readonly Process keeper;
    private readonly Queue<string> lastWords = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string readyWords;

    private ServerProcess(Process keeper, string readyWords) => (this.keeper, this.readyWords) = (keeper, readyWords);

    /// <summary>The server's own process id.</summary>
    public int Id { get; private set; }

    /// <summary>A new temporary directory that the server's user owns.</summary>
    public static async Task<string> CreateDirectoryAsync(string name)
    {
        var directory = Directory.CreateTempSubdirectory($"broadcast-{name}-").FullName;
        if (Environment.IsPrivilegedProcess)
            await Command.RunAsync("chown", "nobody", directory);
        return directory;
    }

    /// <summary>The command as the user that servers run as.</summary>
    public static string[] Unprivileged(params string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", .. command]
        : command;

    /// <param name="stopSignal">The name of the signal that makes it stop without waiting for clients, such as <c>INT</c>.</param>
    /// <param name="readyWords">What its log says once it answers.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message is what it said.</exception>
    public static async Task<ServerProcess> StartAsync(string directory, string stopSignal, string readyWords, params string[] command)
    {
        var start = new ProcessStartInfo("sh")
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])["-c", Keeper, "keeper", directory, stopSignal, .. Unprivileged(command)])
            start.ArgumentList.Add(argument);
        var server = new ServerProcess(Process.Start(start)!, readyWords);
        server.keeper.OutputDataReceived += (_, line) => server.Read(line.Data);
        server.keeper.BeginOutputReadLine();
        await server.ready.Task.WaitAsync(Patience);
        return server;
    }

    /// <summary>Stops it as an operator does; its directory stays.</summary>
    public Task StopAsync() => EndAsync("keep");

    /// <summary>Kills it as a lost machine ends; its directory stays.</summary>
    public async Task KillAsync()
    {
        await Command.RunAsync("kill", "-KILL", $"{Id}");
        await EndAsync("keep");
    }

    /// <summary>Stops it and removes its directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(word: null);
        keeper.Dispose();
    }

    private async Task EndAsync(string? word)
    {
        if (keeper.HasExited)
            return;
        if (word is not null)
            await keeper.StandardInput.WriteLineAsync(word);
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync().WaitAsync(Patience);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            ready.TrySetException(new InvalidOperationException($"The server ended: {string.Join('\n', lastWords)}"));
            return;
        }
        if (line.StartsWith("pid ", StringComparison.Ordinal))
            Id = int.Parse(line.AsSpan(4), CultureInfo.InvariantCulture);
        if (line.Contains(readyWords, StringComparison.Ordinal))
            ready.TrySetResult();
        lastWords.Enqueue(line);
        if (lastWords.Count > 20)
            lastWords.Dequeue();
    }
}
