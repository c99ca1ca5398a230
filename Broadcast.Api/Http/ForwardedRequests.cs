using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Http;

/// <summary>Takes the client's address, scheme and host from the headers of proxies that are known, and of nobody else.</summary>
internal static class ForwardedRequests
{
    public static WebApplication UseForwardedRequests(this WebApplication app)
    {
        var known = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Known;
        // The framework takes an empty list for "believe everybody".
        if (known.Length == 0)
            return app;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // Through as many proxies as are known; the first address that is not known is the client's.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var each in known)
            if (ProxyOptions.TryParse(each, out var network))
                options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
        return app;
    }
}
