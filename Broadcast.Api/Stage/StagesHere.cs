using System.Collections.Concurrent;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>Which webinars have their grain in this process. Safe for all threads.</summary>
internal sealed class StagesHere
{
    private readonly ConcurrentDictionary<WebinarId, Func<bool>> webinars = new();

    public IEnumerable<WebinarId> All => webinars.Keys;

    /// <summary>How many of them are live.</summary>
    public int Live => webinars.Values.Count(isLive => isLive());

    /// <param name="isLive">May be asked by any thread.</param>
    public void Add(WebinarId webinar, Func<bool> isLive) => webinars[webinar] = isLive;

    public void Remove(WebinarId webinar) => webinars.TryRemove(webinar, out _);
}
