using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broadcast.Bench.Servers;

/// <summary>The child process of <see cref="BroadcastServer"/>: a media node that is asked by its standard input and answers by its standard output (<see cref="NodeDesk"/>).</summary>
internal static class NodeProcess
{
    public const string Command = "node";

    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Media:Port"] = "0",
            ["Media:AnnouncedAddresses:0"] = BenchNetwork.Address.ToString(),
        });
        builder.Configuration.AddCommandLine(settings);
        builder.Services.AddMediaNode(builder.Configuration);
        builder.Services.AddSignalR();
        await using var host = builder.Build();
        host.Urls.Add($"http://{BenchNetwork.Address}:{builder.Configuration.GetValue<int>(ChatLoad.PortSetting)}");
        host.MapHub<ChatLoad.Room>(ChatLoad.Path);
        await host.StartAsync();
        using var chat = new ChatLoad(host.Services, builder.Configuration.GetValue<double>(ChatLoad.RateSetting));
        using var pauses = new GcPauses();
        await new NodeDesk(host.Services.GetRequiredService<IControlChannel>()).ServeAsync(Console.In, Console.Out);
        await host.StopAsync();
        return 0;
    }
}
