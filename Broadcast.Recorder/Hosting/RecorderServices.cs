using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Finalizing;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Recordings;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Broadcast.Recorder.Hosting;

/// <summary>Registers the recorder of a media node.</summary>
public static class RecorderServices
{
    /// <summary>Adds <see cref="RecorderNode"/>, its door to the media node, and <see cref="RecordingFinalizer"/>.</summary>
    /// <param name="configuration">The root; settings are under <see cref="RecorderOptions.Section"/>.</param>
    public static IServiceCollection AddRecorder(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RecorderOptions>()
            .Bind(configuration.GetSection(RecorderOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RecorderNode>();
        services.AddHostedService<RecorderMetrics>();
        services.AddSingleton<IDirectSinkProvider, RecorderSinks>();
        services.AddSingleton<RecordingFinalizer>();
        services.AddHostedService<LeftTools>();
        services.AddSingleton<LiveRecordings>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveRecordings>());
        return services;
    }
}
