using System.Net;
using Broadcast.Sfu.Io.Tcp;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Io.Tcp;

public sealed class AddressCountsTests
{
    private readonly AddressCounts counts = new();

    [Fact]
    public void Counts_an_address_whatever_the_port()
    {
        counts.Add(From("192.0.2.1", 1));
        counts.Add(From("192.0.2.1", 2));
        counts.Add(From("192.0.2.2", 1));

        Assert.Equal((2, 1, 0), (counts[From("192.0.2.1", 3)], counts[From("192.0.2.2", 3)], counts[From("192.0.2.3", 3)]));
    }

    [Fact]
    public void Takes_a_network_of_ipv6_for_one_address()
    {
        counts.Add(From("2001:db8:0:1::1", 1));
        counts.Add(From("2001:db8:0:1:ffff::2", 1));

        Assert.Equal((2, 0), (counts[From("2001:db8:0:1::3", 1)], counts[From("2001:db8:0:2::1", 1)]));
    }

    [Fact]
    public void Forgets_what_is_removed()
    {
        counts.Add(From("192.0.2.1", 1));
        counts.Add(From("192.0.2.1", 2));

        counts.Remove(From("192.0.2.1", 1));
        Assert.Equal(1, counts[From("192.0.2.1", 1)]);
        counts.Remove(From("192.0.2.1", 2));
        Assert.Equal(0, counts[From("192.0.2.1", 1)]);
    }

    private static TransportTuple From(string address, int port) => TransportTuple.From(new IPEndPoint(IPAddress.Parse(address), port));
}
