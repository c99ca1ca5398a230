using System.Text.Json;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broadcast.Bench.Servers;

/// <summary>The child process of <see cref="BroadcastServer"/>: a media node that takes one request per line of its standard input and answers in one line each.</summary>
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
        await AnswerAsync(host.Services.GetRequiredService<IControlChannel>());
        await host.StopAsync();
        return 0;
    }

    private static async Task AnswerAsync(IControlChannel channel)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var response = JsonSerializer.Deserialize(line, ControlJson.Default.WorkerRequest) is { } request
                ? await channel.RequestAsync(request, CancellationToken.None)
                : new ControlError(ControlErrorCode.InvalidArgument, "A request is a JSON object.");
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(response, ControlJson.Default.ControlResponse));
        }
    }
}
