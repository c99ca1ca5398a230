using System.Diagnostics;
using System.Net;

namespace Broadcast.Bench;

/// <summary>
/// A network namespace of the benchmark's own with one virtual interface: Janus offers no loopback candidates, and nothing that is
/// measured shall leave this machine. Everything between local addresses still travels over loopback.
/// </summary>
internal static class BenchNetwork
{
    private const string Marker = "BROADCAST_BENCH_NETWORK";

    public static IPAddress Address { get; } = IPAddress.Parse("10.77.0.1");

    public static bool IsInside => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>Runs this program again, with the same arguments, inside the namespace.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> ReenterAsync(string[] arguments)
    {
        const string setUp = "ip link set lo up && ip link add bench type veth peer name peer && ip addr add 10.77.0.1/24 dev bench && ip link set bench up && ip link set peer up && exec \"$@\"";
        var start = new ProcessStartInfo("unshare") { Environment = { [Marker] = "1" } };
        string[] words = ["--net", "--", "sh", "-c", setUp, "sh", "taskset", "-c", $"{Servers.PinnedProcess.GeneratorCore}", "dotnet", Environment.GetCommandLineArgs()[0], .. arguments];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start.");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
