using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Hosting;

public static class MediaNodeServices
{
    /// <summary>A media node in this process, and the channel to it.</summary>
    /// <param name="services">An <see cref="IDirectSinkProvider"/> registered before is kept.</param>
    /// <param name="configuration">The root; settings are under <see cref="MediaOptions.Section"/>.</param>
    public static IServiceCollection AddMediaNode(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MediaOptions>()
            .Bind(configuration.GetSection(MediaOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<MediaOptions>, MediaOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IDirectSinkProvider, NoDirectSinks>();
        services.AddSingleton<MediaNode>();
        services.AddHostedService(provider => provider.GetRequiredService<MediaNode>());
        services.AddMetrics();
        services.AddHostedService<MediaNodeMetrics>();
        services.AddSingleton<IControlChannel, InProcessChannel>();
        return services;
    }
}
