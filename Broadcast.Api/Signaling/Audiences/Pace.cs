namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Does something at once, then at most once an interval however often it is asked to.</summary>
/// <param name="act">Returns false if there was nothing to do; then the next time may come at once.</param>
internal sealed class Pace(TimeProvider time, TimeSpan interval, Func<bool> act) : IDisposable
{
    private readonly Lock gate = new();
    private ITimer? pause;
    private bool isAsked;

    public void Ask()
    {
        lock (gate)
        {
            isAsked = true;
            if (pause is null)
                Act();
        }
    }

    public void Dispose()
    {
        lock (gate)
            pause?.Dispose();
    }

    private void Act()
    {
        isAsked = false;
        if (act())
            pause = time.CreateTimer(static self => ((Pace)self!).OnPauseOver(), this, interval, Timeout.InfiniteTimeSpan);
    }

    private void OnPauseOver()
    {
        lock (gate)
        {
            pause?.Dispose();
            pause = null;
            if (isAsked)
                Act();
        }
    }
}
