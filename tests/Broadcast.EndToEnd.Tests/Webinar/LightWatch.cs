using Broadcast.EndToEnd.Tests.People;

namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>Asks for the recording's light every two seconds and keeps each change.</summary>
internal sealed class LightWatch(Organizer organizer) : IAsyncDisposable
{
    private readonly List<LightReading> readings = [];
    private readonly CancellationTokenSource stop = new();
    private Task watching = Task.CompletedTask;

    public IReadOnlyList<LightReading> Readings => readings;

    public void Begin() => watching = WatchAsync();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (await timer.WaitForNextTickAsync(stop.Token))
        {
            var recording = (await organizer.WebinarAsync()).GetProperty("recording");
            if (recording.ValueKind != System.Text.Json.JsonValueKind.Object)
                continue;
            var (light, sentence) = (recording.GetProperty("light").GetString()!, recording.GetProperty("sentence").GetString()!);
            if (readings.Count == 0 || readings[^1].Sentence != sentence)
                readings.Add(new LightReading(TimeProvider.System.GetUtcNow(), light, sentence));
        }
    }
}
