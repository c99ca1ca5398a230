using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Broadcast.Bench.NetworkBrowser;

/// <summary>
/// A network namespace behind one link of a chosen rate: the kernel's token bucket with a queue of 300 ms that drops what does not fit
/// (RFC 8867 §4.1). A program runs inside by <see cref="Launcher"/>.
/// </summary>
internal sealed class NarrowNetwork : IAsyncDisposable
{
    private const int QueueMs = 300;
    private const int BurstBytes = 5_000;

    private readonly string name = $"narrow{Environment.ProcessId}";
    private readonly string directory = Directory.CreateTempSubdirectory("broadcast-narrow-").FullName;

    private NarrowNetwork()
    {
    }

    /// <summary>This machine, seen from inside.</summary>
    public static IPAddress Outside { get; } = IPAddress.Parse("10.79.0.1");

    /// <summary>A program that starts Chromium inside.</summary>
    public string Launcher => Path.Combine(directory, "chromium");

    private string Link => $"nw{Environment.ProcessId}";

    public static async Task<NarrowNetwork> OpenAsync()
    {
        var network = new NarrowNetwork();
        var (name, link) = (network.name, network.Link);
        await RunAsync("ip", $"netns add {name}");
        await RunAsync("ip", $"link add {link} type veth peer name inside netns {name}");
        await RunAsync("ip", $"addr add {Outside}/30 dev {link}");
        // Segmentation is left to the sender, so that the bucket sees packets as they are on a wire.
        await RunAsync("ip", $"link set {link} up gso_max_segs 1");
        await RunAsync("ip", $"-n {name} addr add 10.79.0.2/30 dev inside");
        await RunAsync("ip", $"-n {name} link set inside up");
        await RunAsync("ip", $"-n {name} link set lo up");
        await File.WriteAllTextAsync(network.Launcher, $"#!/bin/sh\nexec ip netns exec {name} /usr/bin/chromium \"$@\"\n");
        await RunAsync("chmod", $"+x {network.Launcher}");
        return network;
    }

    /// <summary>From now on so much comes through towards the inside.</summary>
    public Task SetRateAsync(int kbit) => RunAsync("tc", string.Create(
        CultureInfo.InvariantCulture, $"qdisc replace dev {Link} root tbf rate {kbit}kbit burst {BurstBytes} limit {Math.Max(BurstBytes, kbit * QueueMs / 8)}"));

    public async ValueTask DisposeAsync()
    {
        await RunAsync("ip", $"link del {Link}");
        await RunAsync("ip", $"netns del {name}");
        Directory.Delete(directory, recursive: true);
    }

    private static async Task RunAsync(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {arguments}: {said.Trim()}");
    }
}
