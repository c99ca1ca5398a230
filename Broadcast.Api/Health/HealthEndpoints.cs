using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Broadcast.Api.Health;

/// <summary>
/// <c>/healthz</c>: whether database, media node and storage answer. <c>/livez</c>: whether the process does, for whoever starts it anew
/// or sends people to another: with the database away that helps nobody.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<StorageHealth>();
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", timeout: Patience)
            .AddCheck<MediaNodeHealth>("mediaNode", timeout: Patience)
            .AddCheck<StorageHealth>("storage", timeout: Patience)
            .AddCheck<RecordingHealth>("recording", timeout: Patience);
        return services;
    }

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = _ => false });
        return routes;
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString().ToLowerInvariant(),
        failing = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => entry.Key),
        reasons = report.Entries.Values.Select(entry => entry.Description).OfType<string>(),
    });
}
