using Broadcast.Api.Audit;
using Broadcast.Api.Chat;
using Broadcast.Api.Cluster;
using Broadcast.Api.Data;
using Broadcast.Api.Demo;
using Broadcast.Api.Health;
using Broadcast.Api.Http;
using Broadcast.Api.Identity;
using Broadcast.Api.Links;
using Broadcast.Api.Moderation;
using Broadcast.Api.Nodes;
using Broadcast.Api.People;
using Broadcast.Api.Recordings;
using Broadcast.Api.Signaling;
using Broadcast.Api.Signaling.Audiences;
using Broadcast.Api.Signaling.Checks;
using Broadcast.Api.Signaling.Connections;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Api.Stage.Parts;
using Broadcast.Api.Telemetry;
using Broadcast.Api.Webinars;
using Broadcast.Jobs.Database;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Live;
using Broadcast.Recorder.Hosting;
using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Broadcast.Api.Hosting;

/// <summary>The composition root of the all-in-one process: Api with a media node, a recorder and the job worker.</summary>
internal static class BroadcastHost
{
    /// <param name="adjust">Replaces services, for tests: the clock, the media node.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adjust = null)
    {
        OwnerOnly.Begin();
        Globalization.Prepare();
        // Started from anywhere, the settings lie beside the program.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddDataDefaults();
        builder.AddTelemetry();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddSilo();
        AddServices(builder.Services, builder.Configuration);
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        Use(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        services.AddSingleton<DataDirectory>().AddSingleton<PublicAddress>();
        services.AddDbContextFactory<BroadcastDb>((provider, options) => provider.GetRequiredService<ApplicationDatabase>().Use(options));
        services.AddHostedService<DatabasePreparation>();
        services.AddSingleton<AuditLog>();
        services.AddIdentity();
        services.AddRecorder(configuration);
        // With media nodes of their own there is none in this process.
        if (!configuration.GetSection(NodesOptions.Section).GetChildren().Any())
            services.AddMediaNode(configuration);
        services.AddSingleton<NodeConnector>().AddSingleton<MovingPace>().AddSingleton<ViewerPlacement>().AddHostedService(provider => provider.GetRequiredService<ViewerPlacement>());
        services.AddJobs(configuration);
        services.AddLinks();
        services.AddSingleton<Visitors>().AddSingleton<Moderator>();
        services.AddSingleton<RecordingShelf>();
        services.AddStage();
        services.AddHttpApi();
        services.AddHostedService<StartBanner>();
        if (configuration.GetValue<bool>($"{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}"))
            services.AddDemo();
    }

    private static void AddStage(this IServiceCollection services)
    {
        services.AddSingleton<IceServers>().AddSingleton<QualityMetrics>().AddSingleton<Stages>().AddSingleton<StagesHere>().AddSingleton<StageServices>();
        services.AddSingleton<LinkConnections>().AddSingleton<AudienceGroups>().AddSingleton<AudienceServices>().AddSingleton<LocalAudiences>();
        services.AddHostedService<StageKeeper>().AddHostedService<StageMetrics>().AddHostedService<AudienceMetrics>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalAudiences>());
        services.AddSignalR(hub =>
            {
                hub.AddFilter<MeteredCalls>();
                // What is refused costs nothing more.
                hub.AddFilter<CallAllowances>();
                hub.AddFilter<StageHubFilter>();
            })
            .AddJsonProtocol(json => ProtocolJson.Apply(json.PayloadSerializerOptions));
        services.AddSingleton(provider => provider.GetRequiredService<IHubContext<StageHub, IStageClient>>().Clients);
        services.AddSingleton(provider => provider.GetRequiredService<IHubContext<StageHub, IStageClient>>().Groups);
        services.RemoveAll<IHubProtocol>().AddSingleton<IHubProtocol, StrictHubProtocol>();
        services.AddSingleton<MeteredCalls>().AddSingleton<CallAllowances>().AddSingleton<StageHubFilter>();
        services.AddSingleton<ChatAllowances>().AddSingleton<SignalingMetrics>().AddSingleton<GuestConnections>().AddSingleton<Checks>();
    }

    private static void AddHttpApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ProtocolJson.Apply(json.SerializerOptions));
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => Problems.Complete(context.ProblemDetails));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<StageExceptionHandler>();
        services.AddRequestLimits();
        services.AddOpenApi(openApi => openApi.AddSchemaTransformer(ProtocolSchemas.DescribeAsync));
        services.AddHealth();
    }

    private static void Use(WebApplication app)
    {
        app.UseMetrics();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseForwardedRequests();
        app.UseSecurityHeaders();
        app.UseMiddleware<HostCheck>();
        app.UseRequestHeader();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<AddressLimits>();
        app.MapHealth();
        app.MapOpenApi().RequireAuthorization();
        app.MapApi().MapSetup().MapSession().MapPassword().MapWebinars().MapLinks().MapJoin().MapPeople().MapQuestions().MapRecordings().MapNodes().MapAudit();
        app.MapJobsDashboard();
        app.MapDownloads().AuditDownloads();
        app.MapLive().AuditDownloads();
        app.MapStageHub();
        app.MapCheckHub();
        app.Map("/api/{**path}", () => Problems.NotFound("There is no such call.")).ExcludeFromDescription();
        app.UseWebApp();
    }
}
