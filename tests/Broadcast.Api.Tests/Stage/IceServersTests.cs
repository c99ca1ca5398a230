using Broadcast.Api.Stage;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Tests.Stage;

public class IceServersTests
{
    private const string Secret = "sixteen characters";
    private readonly ManualTime time = new();

    /// <summary>As <c>openssl dgst -sha1 -hmac</c> has it, at noon of the <see cref="ManualTime"/>.</summary>
    [Fact]
    public void Credentials_are_what_coturn_makes_of_the_expiry_and_the_name()
    {
        var server = Assert.Single(Servers(new IceOptions { Servers = ["turn:turn.example.org"], SharedSecret = Secret }).For("ann"));
        Assert.Equal(("1795352400:ann", "bNyg2/D221W9jL80siddAiza/SY="), (server.Username, server.Credential));
    }

    [Fact]
    public void Without_a_secret_there_are_none() =>
        Assert.Null(Assert.Single(Servers(new IceOptions { Servers = ["stun:stun.example.org"] }).For("ann")).Credential);

    [Fact]
    public void Without_servers_nothing_is_handed_out() => Assert.Empty(Servers(new IceOptions { SharedSecret = Secret }).For("ann"));

    private IceServers Servers(IceOptions options) => new(Options.Create(options), time);
}
