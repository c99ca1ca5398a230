using System.Collections.Concurrent;

namespace Broadcast.Api.Stage;

/// <summary>Which webinars have their grain in this process.</summary>
internal sealed class StagesHere
{
    private readonly ConcurrentDictionary<WebinarId, byte> webinars = new();

    public IEnumerable<WebinarId> All => webinars.Keys;

    public void Add(WebinarId webinar) => webinars[webinar] = 0;

    public void Remove(WebinarId webinar) => webinars.TryRemove(webinar, out _);
}
