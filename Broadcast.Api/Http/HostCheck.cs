using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Http;

/// <summary>
/// Refuses requests for a host that this server is not, so that nobody can have links made to a host of their choice or reach it from
/// their pages under a name of their own. It is: the host of <c>Public:Url</c>, those of <c>Public:Hosts</c> and of <c>Urls</c>, localhost,
/// and the very address that the connection came in at.
/// </summary>
internal sealed class HostCheck(RequestDelegate next, IOptions<PublicOptions> options, IServer server)
{
    private const string Refusal =
        "This server does not go by that name. Open it at its own address; whoever runs it sets that as Public:Url, and further names as Public:Hosts.";

    private readonly Lazy<HashSet<string>> names = new(() => NamesOf(options.Value, server));

    public Task InvokeAsync(HttpContext context) => Allows(context) ? next(context) : Problems.WrongHost(Refusal).ExecuteAsync(context);

    private bool Allows(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (IPAddress.TryParse(host, out var address))
            return IPAddress.IsLoopback(address) || Same(address, context.Connection.LocalIpAddress) || names.Value.Contains(host);
        return names.Value.Contains(host);
    }

    private static bool Same(IPAddress named, IPAddress? local) => local is not null && named.MapToIPv6().Equals(local.MapToIPv6());

    private static HashSet<string> NamesOf(PublicOptions options, IServer server)
    {
        var names = new HashSet<string>(options.Hosts, StringComparer.OrdinalIgnoreCase) { "localhost" };
        if (options.Url is { } url)
            names.Add(new Uri(url).IdnHost);
        foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            names.Add(BindingAddress.Parse(address).Host);
        return names;
    }
}
