using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Live;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Tests.Downloads;
using Broadcast.Recorder.Hosting;
using Broadcast.Recorder.Journal;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Broadcast.Jobs.Tests;

/// <summary>The real application on a temporary folder and a free port; only the making of media may be scripted.</summary>
internal sealed class JobsApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly WebApplication app;

    private JobsApp(WebApplication app) => this.app = app;

    public RecordingPipeline Pipeline => Get<RecordingPipeline>();
    public RecordingChanges Changes => Get<RecordingChanges>();

    public HttpClient Client => new() { BaseAddress = new Uri(app.Urls.Single()) };

    public static async Task<JobsApp> StartAsync(
        string dataDirectory, ScriptedMedia? media = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Jobs:DataDirectory", dataDirectory),
            new("Jobs:RetryDelay", "00:00:00.050"),
            new("Jobs:ProgressInterval", "00:00:00.010"),
            new("Jobs:TakeOverAfter", "00:00:05"),
            new("Recorder:Directory", Path.Combine(dataDirectory, "journals")),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ILinkHolders, ScriptedHolders>();
        builder.Services.AddRecorder(builder.Configuration).AddJobs(builder.Configuration);
        if (media is not null)
            media.ReplaceIn(builder.Services);
        var app = builder.Build();
        app.MapDownloads();
        app.MapLive();
        await app.StartAsync();
        return new JobsApp(app);
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public async Task<Recording?> FindAsync(string recordingId)
    {
        await using var catalogue = await Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        return await catalogue.Recordings.Include(r => r.Files).AsNoTracking().SingleOrDefaultAsync(r => r.Id == new RecordingId(recordingId));
    }

    /// <summary>The recording once it is as wished; the test fails if that takes three minutes.</summary>
    public async Task<Recording> WhenAsync(string recordingId, Func<Recording, bool> wished)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var changes = Changes.ReadAllAsync(patience.Token).GetAsyncEnumerator(patience.Token);
        while (true)
        {
            // Listening begins with the call, so a change between the look and the wait is not missed.
            var next = changes.MoveNextAsync();
            if (await FindAsync(recordingId) is { } recording && wished(recording))
            {
                await patience.CancelAsync();
                await Record.ExceptionAsync(async () => await next);
                return recording;
            }
            await next;
        }
    }

    /// <summary>The job once it has begun and is to begin again later, because another one works on its recording.</summary>
    public async Task WhenPutOffAsync(string jobId)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!IsPutOff(jobId))
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }

    private bool IsPutOff(string jobId)
    {
        using var store = Get<JobStorage>().GetConnection();
        return store.GetStateData(jobId) is { Name: "Scheduled", Reason: "Another job works on this recording." };
    }

    public Task<Recording> WhenReadyAsync(string recordingId) => WhenAsync(recordingId, r => r.State == RecordingState.Ready);

    public Task<Recording> WhenFailedAsync(string recordingId) => WhenAsync(recordingId, r => r.State == RecordingState.Failed);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
