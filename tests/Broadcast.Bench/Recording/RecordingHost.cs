using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Hosting;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Broadcast.Bench.Recording;

/// <summary>Recorder and jobs as they ship, in this process, on a folder of their own.</summary>
internal sealed class RecordingHost : IAsyncDisposable
{
    private const int TenthsAtOnce = 5;

    private readonly WebApplication app;
    private readonly string directory = Directory.CreateTempSubdirectory("broadcast-bench-").FullName;

    private RecordingHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Jobs:DataDirectory", directory), new("Recorder:Directory", Path.Combine(directory, "journals")), new("Recorder:QueueBytes", $"{64 << 20}"),
        ]);
        builder.Services.AddRecorder(builder.Configuration).AddJobs(builder.Configuration).AddSingleton<JournalDisk>(Disk);
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
    }

    public TimedDisk Disk { get; } = new();
    public RecorderNode Recorder => app.Services.GetRequiredService<RecorderNode>();
    public LiveRecordings Live => app.Services.GetRequiredService<LiveRecordings>();

    public static async Task<RecordingHost> StartAsync()
    {
        var host = new RecordingHost();
        await host.app.StartAsync();
        return host;
    }

    public async Task<(IDirectSink Sink, Instant Start)> BeginAsync(string recordingId)
    {
        var time = TimeProvider.System;
        var sink = Recorder.Open(new(recordingId));
        var start = new Instant(time.GetTimestamp() * 1_000_000 / time.TimestampFrequency);
        await app.Services.GetRequiredService<RecordingPipeline>().StartAsync(new(recordingId), new("webinar"), time.GetUtcNow(), CancellationToken.None);
        sink.OnEvent(start, new WebinarStarted().ToJson());
        return (sink, start);
    }

    /// <summary>Plays minutes in seconds, no faster than the journal and the packager follow.</summary>
    public async Task PlayAsync(string recordingId, LoopedPresenter presenter, int tenths)
    {
        const long backlog = 8 << 20;
        for (var tenth = 0; tenth < tenths; tenth++)
        {
            presenter.Play(tenth);
            while (tenth % TenthsAtOnce == 0 && Recorder.HealthOf(new(recordingId))?.WaitingBytes > backlog)
                await Task.Delay(5);
        }
    }

    public async Task EndAsync(string recordingId, IDirectSink sink, Instant at)
    {
        sink.OnEvent(at, new WebinarEnded().ToJson());
        sink.OnClosed(at);
        Live.Complete(new(recordingId));
        await app.Services.GetRequiredService<RecordingPipeline>().CompleteAsync(new(recordingId), TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }

    public async Task<Jobs.Catalogue.Recording?> FindAsync(string recordingId)
    {
        await using var catalogue = await app.Services.GetRequiredService<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        return await catalogue.Recordings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == new RecordingId(recordingId));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
