using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Hosting;
using Broadcast.Api.Http;

namespace Broadcast.Api.Tests.Http;

public sealed class ProxyOptionsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.0.0.0/8")]
    [InlineData("fd00::/8")]
    public void Takes_addresses_and_networks(string known) => Assert.Empty(Complaints(known));

    [Theory]
    [InlineData("proxy.example.org")]
    [InlineData("10.0.0.0/33")]
    [InlineData("*")]
    [InlineData("")]
    public void Names_what_is_neither(string known) =>
        Assert.Contains("Proxy:Known", Assert.Single(Complaints(known)).ErrorMessage, StringComparison.Ordinal);

    private static IEnumerable<ValidationResult> Complaints(string known)
    {
        var options = new ProxyOptions { Known = [known] };
        return options.Validate(new ValidationContext(options));
    }
}
