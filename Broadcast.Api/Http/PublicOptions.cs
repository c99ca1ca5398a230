using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Http;

/// <summary>Section <c>Public</c>: how the world reaches this host.</summary>
internal sealed class PublicOptions
{
    public const string Section = "Public";

    /// <summary>The address that links begin with, such as <c>https://webinars.example.org</c>; without it, the address that is listened on.</summary>
    [Url(ErrorMessage = "Public:Url must be an absolute http or https address.")]
    public string? Url { get; set; }

    /// <summary>Further host names that this server is reached by, without scheme and port. Default: none.</summary>
    public string[] Hosts { get; set; } = [];

    public bool IsHttps => Url?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;
}
