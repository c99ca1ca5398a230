using Broadcast.Api.Cluster;
using Broadcast.Api.Data;
using Broadcast.Api.Demo;
using Broadcast.Api.Http;
using Broadcast.Api.Limits;
using Broadcast.Api.Moderation;
using Broadcast.Api.Nodes;
using Broadcast.Api.Stage;
using Broadcast.Api.Telemetry;
using Broadcast.Jobs.Database;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Hosting;

/// <summary>Binds the sections of appsettings.json; a wrong value stops the start with a sentence that names its key.</summary>
internal static class Settings
{
    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.Bind<DataOptions>(configuration, DataOptions.Section);
        services.Bind<PublicOptions>(configuration, PublicOptions.Section);
        services.Bind<ProxyOptions>(configuration, ProxyOptions.Section);
        services.Bind<WebOptions>(configuration, WebOptions.Section);
        services.Bind<RequestOptions>(configuration, RequestOptions.Section);
        services.Bind<ModerationOptions>(configuration, ModerationOptions.Section);
        services.Bind<IceOptions>(configuration, IceOptions.Section);
        services.Bind<StageOptions>(configuration, StageOptions.Section);
        services.Bind<LimitsOptions>(configuration, LimitsOptions.Section);
        services.Bind<TelemetryOptions>(configuration, TelemetryOptions.Section);
        services.Bind<DemoOptions>(configuration, DemoOptions.Section);
        services.Bind<ClusterOptions>(configuration, ClusterOptions.Section);
        services.Bind<PlacementOptions>(configuration, PlacementOptions.Section);
        services.AddSingleton<IValidateOptions<ClusterOptions>, ClusterNeeds>();
        // The section is the list.
        services.AddOptions<NodesOptions>()
            .Configure(nodes => configuration.GetSection(NodesOptions.Section).Bind(nodes.Nodes))
            .ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Puts the database and what the recorder and the jobs keep below <c>Data:Directory</c>, unless they are configured themselves.</summary>
    public static void AddDataDefaults(this ConfigurationManager configuration)
    {
        var root = Path.GetFullPath(configuration[$"{DataOptions.Section}:{nameof(DataOptions.Directory)}"] ?? new DataOptions().Directory);
        var defaults = new Dictionary<string, string?>
        {
            [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.File)}"] = Path.Combine(root, "broadcast.db"),
            [$"{JobsOptions.Section}:{nameof(JobsOptions.DataDirectory)}"] = root,
            [$"{RecorderOptions.Section}:{nameof(RecorderOptions.Directory)}"] = Path.Combine(root, "journals"),
        };
        configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = defaults });
    }

    private static void Bind<TOptions>(this IServiceCollection services, IConfiguration configuration, string section) where TOptions : class =>
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
}
