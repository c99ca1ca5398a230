using System.Diagnostics;
using System.Net;
using Broadcast.Bench.Servers;

namespace Broadcast.Bench;

/// <summary>
/// A network namespace of the benchmark's own with one virtual interface: Janus offers no loopback candidates, and nothing that is
/// measured shall leave this machine. Everything between local addresses still travels over loopback.
/// </summary>
internal static class BenchNetwork
{
    private const string Marker = "BROADCAST_BENCH_NETWORK";

    private const string Interface = "ip link set lo up && ip link add bench type veth peer name peer && ip addr add 10.77.0.1/24 dev bench && ip link set bench up && ip link set peer up";

    /// <summary>Before all else on this machine, as far as that is allowed: who has to wait for a core loses packets, server and generator alike.</summary>
    private const string Precedence = "(echo -20 > /proc/self/autogroup) 2>/dev/null; nice -n -15 \"$@\"; result=$?; (echo 0 > /proc/self/autogroup) 2>/dev/null; exit $result";

    public static IPAddress Address { get; } = IPAddress.Parse("10.77.0.1");

    public static bool IsInside => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>Runs this program again, with the same arguments, inside the namespace.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> ReenterAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("unshare") { Environment = { [Marker] = "1" } };
        string[] words = ["--net", "--", "sh", "-c", $"{Interface} && {{ {Precedence}; }}", "sh", "taskset", "-c", $"{PinnedProcess.GeneratorCore}", "dotnet", Environment.GetCommandLineArgs()[0], .. arguments];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start.");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
