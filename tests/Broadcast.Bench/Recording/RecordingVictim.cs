using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Hosting;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Recordings;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Broadcast.Bench.Recording;

/// <summary>
/// The process that is killed: recorder and jobs as they ship, fed from a socket. It prints its port and then, whenever it changes, what
/// the catalogue says of the recording; a line with a codec begins one.
/// </summary>
internal sealed class RecordingVictim(IServiceProvider services, ChaosTally tally)
{
    public const string Command = "recording-victim";
    public const string RecordingId = "chaos";

    private static readonly Recorder.Journal.RecordingId Recording = new(RecordingId);

    private const int ReceiveBufferBytes = 16 << 20;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly UdpClient socket = OpenSocket();

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

    // The whole stream fits: what a socket drops while the machine is busy says nothing about the recorder. SOL_SOCKET, SO_RCVBUFFORCE.
    private static UdpClient OpenSocket()
    {
        var opened = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        opened.Client.SetRawSocketOption(1, 33, BitConverter.GetBytes(ReceiveBufferBytes));
        return opened;
    }

    private async Task ObeyAsync()
    {
        using var end = new CancellationTokenSource();
        Console.WriteLine(((IPEndPoint)socket.Client.LocalEndPoint!).Port);
        var saying = SayStateAsync(end.Token);
        while (await Console.In.ReadLineAsync() is { } codec)
            await BeginAsync(codec);
        await end.CancelAsync();
        await saying;
    }

    private async Task BeginAsync(string codec)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var sink = services.GetRequiredService<RecorderNode>().Open(Recording);
        await services.GetRequiredService<RecordingPipeline>().StartAsync(Recording, new("webinar"), time.GetUtcNow(), CancellationToken.None);
        var journal = new JournalFeed(sink, time, tally);
        journal.Open(codec);
        _ = Task.Run(async () =>
        {
            while (journal.Take((await socket.ReceiveAsync()).Buffer))
            {
            }
            await EndAsync(time.GetUtcNow());
        });
    }

    private Task EndAsync(DateTimeOffset at)
    {
        services.GetRequiredService<LiveRecordings>().Complete(Recording);
        return services.GetRequiredService<RecordingPipeline>().CompleteAsync(Recording, at, CancellationToken.None);
    }

    private async Task SayStateAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(Look);
        VictimState? said = null;
        try
        {
            while (await timer.WaitForNextTickAsync(end))
            {
                var state = await StateAsync();
                if (state is not null && state != said)
                    Console.WriteLine(said = state);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    private async Task<VictimState?> StateAsync()
    {
        try
        {
            await using var catalogue = await services.GetRequiredService<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
            var recording = await catalogue.Recordings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == Recording);
            return recording is null ? VictimState.Unknown : new VictimState(recording.State, recording.Step, recording.Error);
        }
        catch (DbException)
        {
            // The disk is full; it is asked again.
            return null;
        }
    }
}
