using System.Diagnostics;
using System.Text.Json;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Webinar;

/// <summary>Something that one person does again and again and another is told of, and how long that takes.</summary>
/// <param name="acts">Does it.</param>
/// <param name="hears">Is told.</param>
/// <param name="target">Name of the event by which.</param>
/// <param name="interval">Between two.</param>
internal abstract class Pulse(StageClient acts, StageClient hears, string target, TimeSpan interval) : IAsyncDisposable
{
    /// <summary>What took longer counts as this long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stopping = new();
    private volatile TaskCompletionSource heard = new();
    private volatile int number;
    private volatile Task measuring = Task.CompletedTask;
    private Task running = Task.CompletedTask;

    public Latencies Latencies { get; } = new();

    /// <summary>Calls that were refused although nothing was wrong with them.</summary>
    public int Refused { get; private set; }

    /// <summary>Completes when nothing that was done waits to be heard of.</summary>
    public Task Settled => measuring;

    protected StageClient Acts => acts;

    public void Start() => running = Task.Run(BeatAsync);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    protected abstract Task ActAsync(int number);

    /// <summary>Whether this event is the one that <see cref="ActAsync"/> of this number caused.</summary>
    protected abstract bool IsAnswer(int number, JsonElement happened);

    private async Task BeatAsync()
    {
        using var listening = hears.On(target, happened =>
        {
            if (IsAnswer(number, happened))
                heard.TrySetResult();
        });
        using var timer = new PeriodicTimer(interval);
        try
        {
            do
            {
                heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                number++;
                measuring = MeasureAsync();
                await measuring;
            }
            while (await timer.WaitForNextTickAsync(stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task MeasureAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await ActAsync(number).WaitAsync(Longest, stopping.Token);
            await heard.Task.WaitAsync(Longest, stopping.Token);
            Latencies.Add(Stopwatch.GetElapsedTime(begun));
        }
        catch (TimeoutException)
        {
            Latencies.Add(Longest);
        }
        catch (Exception refusal) when (refusal is not OperationCanceledException)
        {
            Refused++;
        }
    }
}
