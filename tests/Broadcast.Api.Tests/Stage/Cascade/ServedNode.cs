using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Broadcast.Api.Tests.Stage.Cascade;

/// <summary>A scripted media node that is reached over the network, as one of several.</summary>
public sealed class ServedNode : IAsyncDisposable
{
    public const string Secret = "a secret of thirty-two characters";

    private readonly WebApplication app;

    private ServedNode(WebApplication app, ScriptedNode node) => (this.app, Node) = (app, node);

    public ScriptedNode Node { get; }

    public Uri Address => new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = ControlEndpoint.Path }.Uri;

    public static async Task<ServedNode> StartAsync()
    {
        var node = new ScriptedNode();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        (builder.Configuration["Control:Port"], builder.Configuration["Control:Secret"]) = ("0", Secret);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<IControlChannel>(node).AddControlEndpoint(builder.Configuration);
        builder.WebHost.ListenForControl();
        var app = builder.Build();
        app.UseWebSockets();
        app.Map(ControlEndpoint.Path, (HttpContext context, ControlEndpoint endpoint) => endpoint.ServeAsync(context));
        await app.StartAsync();
        return new ServedNode(app, node);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
