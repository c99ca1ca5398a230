using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Hosting;

/// <summary>Makes absolute URLs: from <c>Public:Url</c>, else from the request being answered, else from the address listened on.</summary>
public sealed class PublicAddress(IOptions<PublicOptions> options, IServer server, IHttpContextAccessor http)
{
    /// <param name="path">Begins with a slash.</param>
    public string Of(string path) => Base() + path;

    string Base()
    {
        if (options.Value.Url is { } configured)
            return configured.TrimEnd('/');
        if (http.HttpContext?.Request is { } request)
            return $"{request.Scheme}://{request.Host}";
        return Listened();
    }

    string Listened()
    {
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:8080";
        return bound.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
    }
}
