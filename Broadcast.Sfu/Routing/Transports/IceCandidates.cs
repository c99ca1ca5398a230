using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>The host candidates of a worker (RFC 8445 §5.1.1, RFC 6544 §4.1), the same for all its transports.</summary>
internal static class IceCandidates
{
    private const uint HostTypePreference = 126;
    private const uint RtpComponent = 1;
    private const uint UdpPreference = 60_000;

    /// <summary>RFC 6544 §4.2: the direction preference of a passive host candidate, 4, in the upper 3 of 16 bits; below any over UDP.</summary>
    private const uint TcpPreference = (4 << 13) + 8_191;

    public static IReadOnlyList<IceCandidate> Of(WorkerOptions options)
    {
        var candidates = new List<IceCandidate>();
        for (var i = 0; i < options.AnnouncedAddresses.Count; i++)
        {
            var address = options.AnnouncedAddresses[i].ToString();
            candidates.Add(Create("udp", address, options.UdpPort, UdpPreference - (uint)i));
            if (options.TcpPort is { } tcpPort)
                candidates.Add(Create("tcp", address, tcpPort, TcpPreference - (uint)i));
        }
        return candidates;
    }

    private static IceCandidate Create(string protocol, string address, int port, uint localPreference) => new()
    {
        Foundation = $"{protocol}candidate",
        Priority = HostTypePreference << 24 | localPreference << 8 | (256 - RtpComponent),
        Ip = address,
        Address = address,
        Protocol = protocol,
        Port = port,
        TcpType = protocol == "tcp" ? "passive" : null,
    };
}
