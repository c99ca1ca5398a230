namespace Broadcast.Api.Stage;

/// <summary>What a recording needs every two seconds while it runs: a key frame to cut at, and its light told to the presenters.</summary>
public sealed partial class RecordingBeat(Stages stages, TimeProvider time, ILogger<RecordingBeat> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await stages.BeatRecordingsAsync();
            }
            catch (StageException failure)
            {
                NotBeaten(failure);
            }
            // Webinars are running: an exception out of a background service would end the process.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "The media node did not take a recording's request for key frames")]
    private partial void NotBeaten(Exception failure);

    [LoggerMessage(LogLevel.Error, "The recordings' beat failed; it goes on")]
    private partial void Failed(Exception failure);
}
