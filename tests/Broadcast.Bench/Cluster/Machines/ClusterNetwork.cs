using System.Diagnostics;
using System.Net;
using Broadcast.Bench.Servers;

namespace Broadcast.Bench.Cluster.Machines;

/// <summary>
/// Namespaces of the benchmark's own, so that whatever was started or left lying is gone when it ends, however it ends. Inside are two
/// networks: in front, between viewers and media nodes; at the back, between media nodes and servers. Each media node has a namespace of
/// its own and one link to either.
/// </summary>
internal static class ClusterNetwork
{
    public const string Front = "front";
    public const string Back = "back";

    /// <summary>A bridge that was given no address of its own has the lowest of its links, and another one when that link goes: whoever is behind it loses everybody until they ask again.</summary>
    private const string Setup =
        $"mount -t tmpfs tmpfs /tmp && ip link set lo up" +
        $" && ip link add name {Front} address 02:00:00:00:01:01 type bridge && ip addr add 10.77.0.1/24 dev {Front} && ip link set {Front} up" +
        $" && ip link add name {Back} address 02:00:00:00:02:01 type bridge && ip addr add 10.78.0.1/24 dev {Back} && ip link set {Back} up";

    private static readonly Enclosure Enclosure = new("BROADCAST_BENCH_CLUSTER", Setup, hasNetwork: true);

    /// <summary>Where viewers and presenters are.</summary>
    public static IPAddress Viewers { get; } = IPAddress.Parse("10.77.0.1");

    public static bool IsInside => Enclosure.IsInside;

    public static IPAddress FrontOf(int node) => IPAddress.Parse($"10.77.0.{node + 10}");

    public static IPAddress BackOf(int node) => IPAddress.Parse($"10.78.0.{node + 10}");

    /// <summary>An address on the back network for a relay that stands before a node.</summary>
    public static IPAddress RelayOf(int node) => IPAddress.Parse($"10.78.0.{node + 110}");

    /// <inheritdoc cref="Enclosure.ReenterAsync"/>
    public static Task<int> ReenterAsync(string[] arguments) => Enclosure.ReenterAsync(arguments, temporary: "/tmp");

    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task RunAsync(string command)
    {
        using var process = Process.Start("sh", ["-c", command]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} exited with {process.ExitCode}.");
    }
}
