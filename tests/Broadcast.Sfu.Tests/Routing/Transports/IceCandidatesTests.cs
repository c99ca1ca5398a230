using System.Net;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Tests.Routing.Transports;

public sealed class IceCandidatesTests
{
    private static readonly WorkerOptions Options = new()
    {
        UdpPort = 40_001,
        TcpPort = 40_001,
        AnnouncedAddresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")],
    };

    [Fact]
    public void Each_address_is_offered_over_udp_and_as_a_passive_one_over_tcp()
    {
        var candidates = IceCandidates.Of(Options);

        Assert.Equal(
            [("192.0.2.1", "udp", null), ("192.0.2.1", "tcp", "passive"), ("2001:db8::1", "udp", null), ("2001:db8::1", "tcp", "passive")],
            candidates.Select(candidate => (candidate.Ip, candidate.Protocol, candidate.TcpType)));
        Assert.All(candidates, candidate => Assert.Equal((40_001, "host"), (candidate.Port, candidate.Type)));
    }

    [Fact]
    public void The_preferred_address_comes_first_and_udp_before_tcp()
    {
        var candidates = IceCandidates.Of(Options);

        Assert.Equal(
            [("192.0.2.1", "udp"), ("2001:db8::1", "udp"), ("192.0.2.1", "tcp"), ("2001:db8::1", "tcp")],
            candidates.OrderByDescending(candidate => candidate.Priority).Select(candidate => (candidate.Ip, candidate.Protocol)));
    }

    /// <summary>RFC 8445 §5.1.2.1: type preference 126, component 1; RFC 6544 §4.2: direction preference 4 for a passive host candidate.</summary>
    [Fact]
    public void Priorities_are_made_of_what_the_rfcs_say()
    {
        foreach (var candidate in IceCandidates.Of(Options))
        {
            Assert.Equal(126u, candidate.Priority >> 24);
            Assert.Equal(255u, candidate.Priority & 0xFF);
        }
        Assert.All(Over("tcp"), candidate => Assert.Equal(4u, candidate.Priority >> 21 & 0b111));
    }

    [Fact]
    public void Without_a_tcp_port_there_is_udp_only() =>
        Assert.All(IceCandidates.Of(Options with { TcpPort = null }), candidate => Assert.Equal("udp", candidate.Protocol));

    private static IEnumerable<IceCandidate> Over(string protocol) =>
        IceCandidates.Of(Options).Where(candidate => candidate.Protocol == protocol);
}
