using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace Broadcast.Api.Cluster;

/// <summary>Makes the process a home of grains: alone and without a socket, or one of several that find each other by Redis.</summary>
internal static class Silo
{
    private const string Name = "broadcast";

    /// <summary>Longer than a media node may take for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var cluster = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new ClusterOptions();
        builder.UseOrleans(silo =>
        {
            if (cluster.IsShared)
                silo.UseOthers(cluster);
            else
                silo.UseNobody();
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = messaging.SystemResponseTimeout = Patience);
            silo.AddActivityPropagation();
            SharedRecords.AddTo(silo.Services);
        });
    }

    private static void UseNobody(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(serviceId: Name, clusterId: Name);
        silo.Configure<EndpointOptions>(endpoint => endpoint.GatewayPort = 0);
        silo.BeQuiet();
        ServiceDescriptor[] listeners = [.. silo.Services.Where(each => each.IsKeyedService && each.ServiceType == typeof(IConnectionListenerFactory))];
        foreach (var listener in listeners)
        {
            silo.Services.Remove(listener);
            silo.Services.AddKeyedSingleton<IConnectionListenerFactory, SilentListeners>(listener.ServiceKey);
        }
    }

    private static void UseOthers(this ISiloBuilder silo, ClusterOptions cluster)
    {
        silo.Services.AddHostedService<RedisReach>();
        silo.UseRedisClustering(membership => membership.ConfigurationOptions = cluster.RedisConfiguration());
        MembershipMemory.AddTo(silo.Services);
        silo.Configure<Orleans.Configuration.ClusterOptions>(names => names.ServiceId = names.ClusterId = Name);
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = IPAddress.Parse(cluster.Address);
            endpoint.SiloPort = cluster.Port > 0 ? cluster.Port : FreePort(endpoint.AdvertisedIPAddress);
            endpoint.SiloListeningEndpoint = new IPEndPoint(endpoint.AdvertisedIPAddress, endpoint.SiloPort);
            endpoint.GatewayPort = 0;
        });
        silo.Configure<ClusterMembershipOptions>(NoticeLossSoon);
    }

    /// <summary>One that was killed is known to be gone within a second or two; with Orleans' own values it takes fifteen.</summary>
    private static void NoticeLossSoon(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 2;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);
    }

    private static int FreePort(IPAddress address)
    {
        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
