
namespace Broadcast.Api.Http;

/// <summary>Section <c>Web</c>: the built web app.</summary>
internal sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>Its directory. Default: <c>wwwroot</c> beside the program, else <c>web/dist</c> of the repository the program lies in.</summary>
    public string? Root { get; set; }
}
