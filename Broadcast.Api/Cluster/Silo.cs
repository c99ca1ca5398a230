using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace Broadcast.Api.Cluster;

/// <summary>Makes the process a home of grains: alone, without a socket.</summary>
internal static class Silo
{
    private const string Name = "broadcast";

    /// <summary>Longer than a media node may take for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static void AddSilo(this WebApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering(serviceId: Name, clusterId: Name);
        silo.Configure<EndpointOptions>(endpoint => endpoint.GatewayPort = 0);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = messaging.SystemResponseTimeout = Patience);
        silo.AddActivityPropagation();
        Silence(silo.Services);
        SharedRecords.AddTo(silo.Services);
    });

    private static void Silence(IServiceCollection services)
    {
        ServiceDescriptor[] listeners = [.. services.Where(each => each.IsKeyedService && each.ServiceType == typeof(IConnectionListenerFactory))];
        foreach (var listener in listeners)
        {
            services.Remove(listener);
            services.AddKeyedSingleton<IConnectionListenerFactory, SilentListeners>(listener.ServiceKey);
        }
    }
}
