namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// Turns a step's progress, reported as often as it likes, into writes of the whole processing's percent at most once per interval
/// and only when it grew.
/// </summary>
internal sealed class ProgressWriter : IProgress<double>, IAsyncDisposable
{
    private readonly StepShare share;
    private readonly Func<int, Task> write;
    private readonly PeriodicTimer timer;
    private readonly Task writing;
    private volatile int latest;

    public ProgressWriter(StepShare share, TimeSpan interval, TimeProvider time, Func<int, Task> write)
    {
        this.share = share;
        this.write = write;
        latest = share.From;
        timer = new PeriodicTimer(interval, time);
        writing = WriteAsync();
    }

    public void Report(double value) => latest = share.PercentAt(value);

    public async ValueTask DisposeAsync()
    {
        timer.Dispose();
        await writing;
    }

    private async Task WriteAsync()
    {
        var written = share.From;
        while (await timer.WaitForNextTickAsync())
        {
            var percent = latest;
            if (percent > written)
                await write(written = percent);
        }
    }
}
