using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Http;

/// <summary>
/// Makes absolute URLs: from <c>Public:Url</c>, else from the request being answered, whose host <see cref="HostCheck"/> let in, else from the
/// address listened on.
/// </summary>
internal sealed class PublicAddress(IOptions<PublicOptions> options, IServer server, IConfiguration configuration, IHttpContextAccessor http)
{
    /// <param name="path">Begins with a slash.</param>
    public string Of(string path) => Base() + path;

    /// <summary>Whether the browser speaks https, be it to a proxy that does not say so. On localhost plain http stays what it is.</summary>
    public bool IsSecure(HttpContext context) => context.Request.IsHttps || options.Value.IsHttps && !IsLocal(context.Request.Host.Host);

    private static bool IsLocal(string host) => host == "localhost" || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);

    private string Base()
    {
        if (options.Value.Url is { } configured)
            return configured.TrimEnd('/');
        if (http.HttpContext?.Request is { } request)
            return $"{request.Scheme}://{request.Host}";
        return Listened();
    }

    private string Listened()
    {
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? configuration["Urls"]?.Split(';')[0] ?? "http://localhost:8080";
        return bound.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
    }
}
