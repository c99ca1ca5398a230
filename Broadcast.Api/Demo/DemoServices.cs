namespace Broadcast.Api.Demo;

/// <summary>Registers the demo webinar.</summary>
internal static class DemoServices
{
    // Ending the demo includes processing its recording.
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(90);

    public static IServiceCollection AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoOrganizer>();
        services.AddHostedService<DemoWebinar>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownPatience);
        return services;
    }
}
