using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>A host with nothing but a media node on ephemeral ports.</summary>
internal static class MediaHost
{
    public static IHost Build(params (string Key, string Value)[] settings) => Build(null, settings);

    public static IHost Build(IDirectSinkProvider? sinks, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration[$"{MediaOptions.Section}:{nameof(MediaOptions.Port)}"] = "0";
        foreach (var (key, value) in settings)
            builder.Configuration[$"{MediaOptions.Section}:{key}"] = value;
        builder.Logging.ClearProviders();
        if (sinks is not null)
            builder.Services.AddSingleton(sinks);
        builder.Services.AddMediaNode(builder.Configuration);
        return builder.Build();
    }
}
