using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Broadcast.Sfu.Tests.Control.Channels;

/// <summary>A media node as its own host composes it, on free ports, with its control endpoint.</summary>
internal sealed class ControlNode : IAsyncDisposable
{
    public const string Secret = "a secret of thirty-two characters";

    private readonly WebApplication app;

    private ControlNode(WebApplication app) => this.app = app;

    /// <summary>The channel from within the process.</summary>
    public IControlChannel Inside => app.Services.GetRequiredService<IControlChannel>();

    public MediaNode Media => app.Services.GetRequiredService<MediaNode>();

    public Uri Address => new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = ControlEndpoint.Path }.Uri;

    /// <param name="controlled">False for one whose channel is only within the process: notifications have one reader.</param>
    public static async Task<ControlNode> StartAsync(IDirectSinkProvider? sinks = null, bool controlled = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        foreach (var (key, value) in new[]
                 {
                     ("Media:Port", "0"), ("Media:Workers", "2"), ("Media:AnnouncedAddresses:0", "127.0.0.1"),
                     ("Control:Port", "0"), ("Control:Secret", Secret),
                 })
            builder.Configuration[key] = value;
        if (sinks is not null)
            builder.Services.AddSingleton(sinks);
        builder.Services.AddMediaNode(builder.Configuration);
        if (controlled)
            builder.Services.AddControlEndpoint(builder.Configuration);
        builder.WebHost.ListenForControl();
        var app = builder.Build();
        if (controlled)
            app.MapControl();
        await app.StartAsync();
        return new ControlNode(app);
    }

    public async Task<WebSocketChannel> ConnectAsync(long epoch = 1, string secret = Secret) =>
        await WebSocketChannel.ConnectAsync(new WebSocketChannelOptions(Address, secret, epoch), CancellationToken.None);

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
