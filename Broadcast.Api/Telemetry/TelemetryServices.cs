using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Broadcast.Api.Telemetry;

/// <summary>What is seen from outside, by OpenTelemetry: metrics for Prometheus; metrics, traces and logs for a collector.</summary>
internal static class TelemetryServices
{
    private const string ServiceName = "broadcast";

    private static readonly string[] Meters =
    [
        "Broadcast.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections",
        "Microsoft.Orleans", "Npgsql", "System.Runtime",
    ];

    private static readonly string[] Sources = ["Broadcast.*", "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Server", "Microsoft.Orleans.Application", "Npgsql"];

    /// <summary>From a fast answer to one that somebody has given up on.</summary>
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (options.MetricsPort is { } port)
            builder.Configuration["Urls"] = $"{builder.Configuration["Urls"]};http://{options.MetricsAddress}:{port}";
        if (!options.IsScraped && options.Otlp is null)
            return;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics => metrics.AddMeters(options));
        if (options.Otlp is not { } collector)
            return;
        telemetry.WithTracing(traces => traces.AddSource(Sources).AddAspNetCoreInstrumentation().AddOtlpExporter(otlp => otlp.Endpoint = collector));
        builder.Logging.AddOpenTelemetry(logs => logs.AddOtlpExporter(otlp => otlp.Endpoint = collector));
    }

    /// <summary>To come before everything that answers: the metrics' own port serves nothing else.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        app.UseMiddleware<MetricsGate>();
        if (app.Services.GetService<MeterProvider>() is not null)
            app.UseWhen(context => context.Request.Path == MetricsGate.Path, metrics => metrics.UseOpenTelemetryPrometheusScrapingEndpoint());
    }

    private static void AddMeters(this MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics.AddMeter(Meters).AddView(instrument =>
            instrument.GetType().GetGenericTypeDefinition() == typeof(System.Diagnostics.Metrics.Histogram<>) && instrument.Unit == "s"
                ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds }
                : null);
        if (options.IsScraped)
            metrics.AddPrometheusExporter();
        if (options.Otlp is { } collector)
            metrics.AddOtlpExporter(otlp => otlp.Endpoint = collector);
    }
}
