using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Broadcast.Sfu.Hosting;

/// <summary>Where a browser may reach this machine when nobody configured it.</summary>
internal static class MachineAddresses
{
    /// <summary>That other machines reach, IPv4 before IPv6; loopback if there is none.</summary>
    public static IPAddress ForOthers() => All().Skip(1).FirstOrDefault(IPAddress.Loopback);

    /// <summary>Loopback first, so that a browser on the same machine connects whatever its network looks like.</summary>
    public static IReadOnlyList<IPAddress> All() =>
    [
        IPAddress.Loopback,
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !address.IsIPv6LinkLocal)
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1),
    ];
}
