using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Api.Links;
using Broadcast.Api.Signaling.Audiences;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Demo;

/// <summary>Keeps a webinar live with the test picture, and at the end of the process ends it and waits for its recording.</summary>
internal sealed partial class DemoWebinar(
    LocalAudiences audiences,
    Stages stages,
    IDbContextFactory<BroadcastDb> databases,
    DemoOrganizer organizer,
    LinkBook links,
    LinkUrls urls,
    PublicAddress address,
    DataDirectory data,
    IDbContextFactory<RecordingCatalogue> catalogues,
    RecordingChanges changes,
    IOptions<DemoOptions> options,
    TimeProvider time,
    ILogger<DemoWebinar> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(1);

    private readonly FFmpegRunner ffmpeg = new();
    private readonly CancellationTokenSource picture = new();
    private Webinar? webinar;
    private Task showing = Task.CompletedTask;

    /// <summary>The server listens by now, so that the links are known.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        webinar = await CreateAsync(cancellationToken);
        showing = ShowAsync(webinar, picture.Token);
        var signIn = await organizer.EnsureAsync(cancellationToken);
        Console.WriteLine($"""

              A demo webinar is live. Open these links:

                Watch:      {await LinkAsync(webinar, StageRole.Viewer, cancellationToken)}
                Present:    {await LinkAsync(webinar, StageRole.Presenter, cancellationToken)}
                Organizer:  {address.Of("/")} ({signIn})

              Ctrl-C ends the webinar and finishes its recording.

            """);
    }

    /// <summary>Comes before the media node and the jobs stop.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await picture.CancelAsync();
        await showing;
        if (webinar is null)
            return;
        await stages.Of(webinar.Id).EndAsync(AuditActor.Server);
        Console.WriteLine("The demo webinar has ended; finishing its recording …");
        Console.WriteLine(await DescribeRecordingAsync(webinar.Id, cancellationToken));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string> LinkAsync(Webinar of, StageRole role, CancellationToken cancellationToken) =>
        urls.Of(await links.StandingAsync(of, role, by: null, cancellationToken));

    private async Task<Webinar> CreateAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var created = new Webinar
        {
            Id = new(NewId.Create()),
            Title = "Demo: a moving test picture",
            Description = "A picture from FFmpeg with a clock in it, and a beep a second.",
            Record = true,
            CreatedAt = time.GetUtcNow(),
        };
        db.Webinars.Add(created);
        await db.SaveChangesAsync(cancellationToken);
        return created;
    }

    /// <summary>Shows the picture again and again: FFmpeg may be killed, the media node may be rebuilt.</summary>
    private async Task ShowAsync(Webinar live, CancellationToken cancellationToken)
    {
        var link = new StageLink(live.Id, StageRole.Presenter, time.GetUtcNow() + LinkLifetime, NewId.Create());
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ShowOnceAsync(link, cancellationToken);
                PictureEnded();
            }
            catch (Exception failure) when (failure is StageException or FFmpegException)
            {
                PictureFailed(failure.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(RestartDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ShowOnceAsync(StageLink link, CancellationToken cancellationToken)
    {
        var (audience, presenter, _) = await audiences.JoinAsync(new Guest(link), "Test picture", seatSecret: null, resume: null);
        try
        {
            await SendAsync(audience, presenter, cancellationToken);
        }
        finally
        {
            await audience.RemoveAsync(presenter);
        }
    }

    private async Task SendAsync(LocalAudience audience, Participant presenter, CancellationToken cancellationToken)
    {
        var video = await audience.Desk.CreatePlainTransportAsync(presenter);
        var audio = await audience.Desk.CreatePlainTransportAsync(presenter);
        await audience.ProduceAsync(
            presenter, new ProduceRequest(video.Transport.Value, MediaKind.Video, ProducerSource.Camera, TestPicture.Video));
        await audience.ProduceAsync(
            presenter, new ProduceRequest(audio.Transport.Value, MediaKind.Audio, ProducerSource.Microphone, TestPicture.Audio));
        await TestPicture.RunAsync(ffmpeg, video, audio, cancellationToken);
    }

    private async Task<string> DescribeRecordingAsync(WebinarId webinarId, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.RecordingPatience);
        try
        {
            await foreach (var _ in changes.ReadAllAsync(patience.Token))
            {
                if (await FinishedAsync(webinarId, patience.Token) is { } sentence)
                    return sentence;
            }
        }
        catch (OperationCanceledException)
        {
            // Said below.
        }
        return "The recording is not finished yet; processing goes on at the next start.";
    }

    private async Task<string?> FinishedAsync(WebinarId webinarId, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        var recording = await catalogue.Recordings.AsNoTracking()
            .Where(each => each.WebinarId == webinarId)
            .OrderByDescending(each => each.StartedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return recording?.State switch
        {
            RecordingState.Ready => $"The recording is finished. It lies below {data.Root}; its page, while Broadcast runs: {address.Of($"/recordings/{recording.Id}")}",
            RecordingState.Failed => $"The recording could not be finished: {recording.Error}",
            _ => null,
        };
    }

    public void Dispose() => picture.Dispose();

    [LoggerMessage(LogLevel.Warning, "FFmpeg ended; the test picture starts again")]
    private partial void PictureEnded();

    [LoggerMessage(LogLevel.Warning, "The test picture could not be shown and is tried again: {Reason}")]
    private partial void PictureFailed(string reason);
}
