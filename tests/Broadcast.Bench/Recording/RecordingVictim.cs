using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Broadcast.Bench.Recording;

/// <summary>
/// The process that is killed: recorder and jobs as they ship, fed from a socket. It prints its port and then takes a word per line:
/// <c>begin</c>, and <c>state</c>, to which it answers.
/// </summary>
internal sealed class RecordingVictim(IServiceProvider services, ChaosTally tally)
{
    public const string Command = "recording-victim";
    public const string RecordingId = "chaos";

    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));

    /// <param name="settings">As the hosts take them, and <c>--Tally=FILE</c>.</param>
    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Configuration.AddCommandLine(settings);
        builder.Services.AddRecorder(builder.Configuration).AddJobs(builder.Configuration);
        await using var host = builder.Build();
        host.Urls.Add("http://127.0.0.1:0");
        await host.StartAsync();
        using var tally = new ChaosTally(builder.Configuration["Tally"]!);
        await new RecordingVictim(host.Services, tally).ObeyAsync();
        await host.StopAsync();
        return 0;
    }

    private async Task ObeyAsync()
    {
        Console.WriteLine(((IPEndPoint)socket.Client.LocalEndPoint!).Port);
        while (await Console.In.ReadLineAsync() is { } word)
        {
            switch (word)
            {
                case "begin":
                    await BeginAsync();
                    break;
                case "state":
                    Console.WriteLine(await StateAsync());
                    break;
            }
        }
    }

    private async Task BeginAsync()
    {
        var time = services.GetRequiredService<TimeProvider>();
        var sink = services.GetRequiredService<RecorderNode>().TryOpen(RecorderNode.SinkPrefix + RecordingId)!;
        await services.GetRequiredService<RecordingPipeline>().StartAsync(RecordingId, "webinar", time.GetUtcNow(), CancellationToken.None);
        var journal = new JournalFeed(sink, time, tally);
        journal.Open();
        _ = Task.Run(async () =>
        {
            while (journal.Take((await socket.ReceiveAsync()).Buffer))
            {
            }
            await services.GetRequiredService<RecordingPipeline>().CompleteAsync(RecordingId, time.GetUtcNow(), CancellationToken.None);
        });
    }

    private async Task<string> StateAsync()
    {
        await using var catalogue = await services.GetRequiredService<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        var recording = await catalogue.Recordings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == RecordingId);
        return recording is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"{recording.State} {recording.Step} {recording.Error?.ReplaceLineEndings(" ")}");
    }
}
