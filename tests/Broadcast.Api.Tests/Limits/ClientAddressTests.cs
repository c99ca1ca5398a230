using System.Net;
using Broadcast.Api.Limits;

namespace Broadcast.Api.Tests.Limits;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    public void Takes_these_for_one(string one, string other) => Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    [InlineData("0.0.0.1", "::1:0:0:0:0")]
    public void Tells_these_apart(string one, string other) => Assert.NotEqual(Of(one), Of(other));

    private static ClientAddress Of(string address) => ClientAddress.Of(IPAddress.Parse(address));
}
