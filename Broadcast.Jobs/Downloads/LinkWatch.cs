using Microsoft.AspNetCore.Http;

namespace Broadcast.Jobs.Downloads;

/// <summary>Asks every few seconds whether the link of a response that is being sent still stands, and cuts the connection when it does not.</summary>
internal sealed class LinkWatch : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly HttpContext request;
    private readonly PeriodicTimer ticks;
    private readonly Lock gate = new();
    private bool isOver;

    private LinkWatch(HttpContext request, TimeProvider time)
    {
        this.request = request;
        ticks = new PeriodicTimer(Interval, time);
    }

    /// <param name="stands">An exception from it is taken for yes: a database that does not answer is no reason to stop.</param>
    public static void Begin(HttpContext request, TimeProvider time, Func<Task<bool>> stands)
    {
        var watch = new LinkWatch(request, time);
        request.Response.RegisterForDispose(watch);
        _ = watch.RunAsync(stands);
    }

    private async Task RunAsync(Func<Task<bool>> stands)
    {
        while (await ticks.WaitForNextTickAsync())
        {
            if (await IsGoneAsync(stands))
                Abort();
        }
    }

    private static async Task<bool> IsGoneAsync(Func<Task<bool>> stands)
    {
        try
        {
            return !await stands();
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <remarks>Under the lock, because once the response is over the request belongs to somebody else.</remarks>
    private void Abort()
    {
        lock (gate)
            if (!isOver)
                request.Abort();
    }

    public void Dispose()
    {
        lock (gate)
            isOver = true;
        ticks.Dispose();
    }
}
