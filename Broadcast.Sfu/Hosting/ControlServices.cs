using System.Net;
using Broadcast.Sfu.Control.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Hosting;

/// <summary>Makes a media node a process of its own, which is owned over the network.</summary>
public static class ControlServices
{
    /// <summary>Serves the control contract of this process's media node.</summary>
    /// <param name="configuration">The root; settings are under <see cref="ControlOptions.Section"/>.</param>
    public static IServiceCollection AddControlEndpoint(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ControlOptions>()
            .Bind(configuration.GetSection(ControlOptions.Section))
            .ValidateDataAnnotations()
            .Validate(control => IPAddress.TryParse(control.ListenAddress, out _), "Control:ListenAddress is not an IP address.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ControlCounters>();
        services.AddSingleton<ControlEndpoint>();
        services.AddHostedService(provider => provider.GetRequiredService<ControlEndpoint>());
        services.AddSingleton<IHostLifetime, LeavingLifetime>();
        return services;
    }

    /// <summary>Binds what <see cref="ControlOptions"/> say, and nothing else.</summary>
    public static void ListenForControl(this IWebHostBuilder host) => host.ConfigureKestrel(kestrel =>
    {
        var control = kestrel.ApplicationServices.GetRequiredService<IOptions<ControlOptions>>().Value;
        kestrel.Listen(IPAddress.Parse(control.ListenAddress), control.Port);
    });

    /// <summary>Maps <c>/control</c> and <c>/healthz</c>.</summary>
    public static void MapControl(this WebApplication app)
    {
        app.UseWebSockets();
        app.Map(ControlEndpoint.Path, (HttpContext context, ControlEndpoint endpoint) => endpoint.ServeAsync(context));
        app.MapGet("/healthz", (MediaNode node) =>
            node.Check() is { Ailing: { Count: > 0 } ailing }
                ? Results.Json(new { status = "workers_down", ailing }, statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Ok(new { status = "ok" }));
    }
}
