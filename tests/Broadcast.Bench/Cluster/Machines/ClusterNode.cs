using System.Collections.Concurrent;
using System.Diagnostics;
using Broadcast.Bench.Servers;
using Broadcast.TestHost;

namespace Broadcast.Bench.Cluster.Machines;

/// <summary>A media node as a process in a network namespace of its own, which may be killed, cut off and started again.</summary>
/// <param name="number">Gives it its addresses.</param>
/// <param name="journals">Where it keeps them, of one that records; null for one that does not.</param>
/// <param name="isRelayed">Whether other nodes reach its pipes by a relay, <see cref="ClusterNetwork.RelayOf"/>.</param>
internal sealed class ClusterNode(int number, string? journals, bool isRelayed) : IAsyncDisposable
{
    public const int PipePort = 41_000;
    private const int ControlPort = 4_480;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits for its links, then becomes the node.</summary>
    private const string Begin = """
        echo inside; read -r _
        ip link set lo up
        ip addr add "$1/24" dev front; ip link set front up; ip addr add "$2/24" dev back; ip link set back up
        shift 2; exec "$@"
        """;

    private static int links;

    private readonly ConcurrentQueue<string> log = new();
    private Process? process;
    private string backLink = "";

    public static string Secret { get; } = new('s', 40);

    public int Number => number;

    /// <summary>As its <c>Nodes:N:Region</c>.</summary>
    public string Region => $"region-{number}";

    public Uri Address => new($"ws://{ClusterNetwork.BackOf(number)}:{ControlPort}/control");

    /// <summary>As the servers call it.</summary>
    public string Id => $"{ClusterNetwork.BackOf(number)}-{ControlPort}";

    public TimeSpan CpuTime => process!.CpuTime();

    /// <summary>What it has said since the last start.</summary>
    public IEnumerable<string> Log => log;

    public async Task StartAsync()
    {
        log.Clear();
        var start = new ProcessStartInfo("unshare")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
        };
        string[] words =
        [
            "--net", "--", "sh", "-c", Begin, "sh", $"{ClusterNetwork.FrontOf(number)}", $"{ClusterNetwork.BackOf(number)}",
            "dotnet", Repository.Built(journals is null ? "Broadcast.Sfu" : "Broadcast.Recorder"),
            "--Control:ListenAddress", $"{ClusterNetwork.BackOf(number)}", "--Control:Port", $"{ControlPort}", "--Control:Secret", Secret,
            "--Media:Workers", "1", "--Media:AnnouncedAddresses:0", $"{ClusterNetwork.FrontOf(number)}", "--Media:PipePort", $"{PipePort}",
            "--Media:PipeAddress", $"{(isRelayed ? ClusterNetwork.RelayOf(number) : ClusterNetwork.BackOf(number))}",
            // What each viewer's network carries is not what is measured here.
            "--Media:ViewerFeedback", "None", "--Logging:LogLevel:Default", "Warning",
            .. journals is null ? Array.Empty<string>() : ["--Recorder:Directory", journals, "--Recorder:QueueDirectory", journals],
        ];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        process = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start.");
        var isInside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            log.Enqueue(line.Data ?? "");
            isInside.TrySetResult();
        };
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await isInside.Task.WaitAsync(Patience);
        await LinkAsync(process.Id);
        await process.StandardInput.WriteLineAsync("begin");
        await UntilHealthyAsync();
    }

    /// <summary>Ends it with SIGKILL, as a machine ends that loses its power: its network goes with it.</summary>
    public async Task KillAsync()
    {
        if (process is not { HasExited: false })
            return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Tells it to end (SIGTERM), and waits until it has.</summary>
    public async Task EndAsync()
    {
        await ClusterNetwork.RunAsync($"kill -TERM {process!.Id}");
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Servers and other nodes do not reach it any more, nor it them; viewers do.</summary>
    public Task CutOffAsync() => ClusterNetwork.RunAsync($"ip link set {backLink} down");

    public Task ReconnectAsync() => ClusterNetwork.RunAsync($"ip link set {backLink} up");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process?.Dispose();
    }

    /// <summary>The same network cards as before, so that nobody looks for the former ones.</summary>
    private async Task LinkAsync(int pid)
    {
        var link = Interlocked.Increment(ref links);
        backLink = $"b{link}";
        foreach (var (name, bridge, card) in ((string, string, int)[])[($"f{link}", ClusterNetwork.Front, 1), (backLink, ClusterNetwork.Back, 2)])
        {
            await ClusterNetwork.RunAsync(
                $"ip link add name {name} type veth peer name p{name} address 02:00:00:00:0{card}:{number + 16:x} && ip link set p{name} netns {pid} name {bridge}" +
                $" && ip link set {name} master {bridge} && ip link set {name} up");
        }
    }

    private async Task UntilHealthyAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{ClusterNetwork.BackOf(number)}:{ControlPort}"), Timeout = TimeSpan.FromSeconds(2) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(100))
        {
            try
            {
                if ((await client.GetAsync(new Uri("/healthz", UriKind.Relative))).IsSuccessStatusCode)
                    return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !process!.HasExited)
            {
            }
        }
        throw new TimeoutException($"Media node {number} does not answer: {string.Join('\n', log)}");
    }
}
