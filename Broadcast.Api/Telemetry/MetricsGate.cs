using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Telemetry;

/// <summary>
/// Lets through to <c>/metrics</c> who comes by its own port or brings its token; for everybody else there is no such page. Its own port
/// serves nothing else.
/// </summary>
internal sealed class MetricsGate(RequestDelegate next, IOptions<TelemetryOptions> options)
{
    public const string Path = "/metrics";

    private const string Scheme = "Bearer ";

    private readonly TelemetryOptions settings = options.Value;

    public Task InvokeAsync(HttpContext context)
    {
        var isOwnPort = settings.MetricsPort is { } port && context.Connection.LocalPort == port;
        var isMetrics = context.Request.Path == Path;
        if (isOwnPort == isMetrics || isMetrics && HasToken(context.Request))
            return next(context);
        context.Response.StatusCode = isMetrics && settings.MetricsToken is not null ? StatusCodes.Status401Unauthorized : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private bool HasToken(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        return settings.MetricsToken is { } token
            && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[Scheme.Length..]), Encoding.UTF8.GetBytes(token));
    }
}
