using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Broadcast.TestHost;
using Broadcast.TestNetwork.Relays;

namespace Broadcast.Bench.JoinPage;

/// <summary>The all-in-one process with the demo's live webinar, seen from afar: pages, hub and media pass relays.</summary>
internal sealed partial class FarServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Where browsers are told to send media to; the media node has the same port at another address of the loopback.</summary>
    private static readonly IPAddress Announced = IPAddress.Parse("127.0.0.2");

    private readonly string data = Directory.CreateTempSubdirectory("broadcast-join-page-").FullName;
    private readonly Process process;
    private readonly TcpRelay pages;

    private FarServer(string program, TimeSpan roundTrip)
    {
        var (port, mediaPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        var path = new NetworkPath(seed: 0) { OneWay = roundTrip / 2 };
        Media = new UdpRelay(new IPEndPoint(Announced, mediaPort), new IPEndPoint(IPAddress.Loopback, mediaPort), path);
        pages = new TcpRelay(IPAddress.Loopback, new IPEndPoint(IPAddress.Loopback, port), path);
        string[] arguments =
        [
            program, "--Urls", $"http://127.0.0.1:{port}", "--Data:Directory", data, "--Recorder:QueueDirectory", data, "--Demo:Enabled", "true",
            "--Media:Workers", "1", "--Media:ListenAddress", "127.0.0.1", "--Media:Port", $"{mediaPort}", "--Media:Tcp", "false",
            "--Media:AnnouncedAddresses:0", $"{Announced}",
        ];
        process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The program did not start.");
    }

    public UdpRelay Media { get; }

    /// <summary>Of pages and hub.</summary>
    public Exchanges Calls => pages.Exchanges;

    /// <summary>The link to watch by.</summary>
    public Uri WatchLink { get; private set; } = null!;

    public static async Task<FarServer> StartAsync(string program, TimeSpan roundTrip)
    {
        var server = new FarServer(program, roundTrip);
        try
        {
            server.WatchLink = new Uri(server.pages.Address, await server.ReadWatchPathAsync().WaitAsync(Patience));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        await pages.DisposeAsync();
        await Media.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private async Task<string> ReadWatchPathAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (WatchLine().Match(line) is { Success: true } watch)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return watch.Groups["path"].Value;
            }
        }
        throw new InvalidOperationException("The program ended before its webinar was live.");
    }

    [GeneratedRegex(@"Watch:\s+http://[^/]+(?<path>/watch/\S+)")]
    private static partial Regex WatchLine();
}
