namespace Broadcast.Api.Stage;

/// <summary>Counts viewers and tells the count at once, then at most once an interval however many come and go.</summary>
public sealed class ViewerCount(TimeProvider time, TimeSpan interval, Action<int> tell) : IDisposable
{
    readonly Lock gate = new();
    ITimer? pause;
    int count;
    int told;

    public int Value => Volatile.Read(ref count);

    public void Add(int change)
    {
        lock (gate)
        {
            count += change;
            if (pause is null)
                Tell();
        }
    }

    void Tell()
    {
        told = count;
        tell(count);
        pause = time.CreateTimer(static self => ((ViewerCount)self!).OnPauseOver(), this, interval, Timeout.InfiniteTimeSpan);
    }

    void OnPauseOver()
    {
        lock (gate)
        {
            pause?.Dispose();
            pause = null;
            if (count != told)
                Tell();
        }
    }

    public void Dispose()
    {
        lock (gate)
            pause?.Dispose();
    }
}
