using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Bench.Recording;

/// <summary>The object store: an Azurite that can be killed and comes back with what it had on disk.</summary>
internal sealed class AzuriteServer(string directory) : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    // Published with the emulator for everyone to use.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string Container = "recordings";

    private readonly int port = FreePort();

    private string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{Account}");

    public IEnumerable<string> Settings =>
    [
        "--Storage:Kind=Azure", $"--Storage:Azure:Endpoint={Endpoint}", $"--Storage:Azure:Account={Account}", $"--Storage:Azure:Key={Key}",
        $"--Storage:Azure:Container={Container}",
    ];

    public IObjectStore Store => AzureBlobStore.Open(Options, TimeProvider.System);

    private AzureOptions Options => new() { Endpoint = new Uri(Endpoint), Account = Account, Key = Key, Container = Container };

    public Task StartAsync() => ScriptAsync("start");

    public Task CreateContainerAsync() => AzureBlobStore.ContainerFor(Options).CreateAsync();

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        var pid = int.Parse(await File.ReadAllTextAsync(Path.Combine(directory, "pid")), CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync() => await ScriptAsync("stop");

    private async Task ScriptAsync(string action)
    {
        var start = new ProcessStartInfo("tests/servers/azurite")
        {
            ArgumentList = { action, directory },
            Environment = { ["AZURITE_PORT"] = port.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        };
        using var script = Process.Start(start) ?? throw new InvalidOperationException("tests/servers/azurite did not start.");
        await script.WaitForExitAsync();
        if (script.ExitCode != 0)
            throw new InvalidOperationException($"tests/servers/azurite {action} failed.");
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
