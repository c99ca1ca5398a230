using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Broadcast.Api.Http;

/// <summary>Section <c>Proxy</c>: who may say in its headers whom a request comes from.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Proxy";

    /// <summary>
    /// Addresses (<c>127.0.0.1</c>) and networks (<c>10.0.0.0/8</c>) of the proxies in front. Only from these are <c>X-Forwarded-For</c>,
    /// <c>-Proto</c> and <c>-Host</c> believed. Default: none.
    /// </summary>
    public string[] Known { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Known
        .Where(each => !TryParse(each, out _))
        .Select(each => new ValidationResult($"Proxy:Known holds \"{each}\", which is neither an address nor a network such as 10.0.0.0/8."));

    /// <summary>A single address is a network of one.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (!IPAddress.TryParse(text, out var address))
            return IPNetwork.TryParse(text, out network);
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
