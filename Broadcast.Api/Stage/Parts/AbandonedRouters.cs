using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Requests;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// Routers that were given up while their node could not be reached. A node that was only cut off still has them: they are closed when it
/// answers again, so that a webinar is in one place. For a grain's thread.
/// </summary>
internal sealed class AbandonedRouters(IGrainFactory grains)
{
    private readonly HashSet<StagePlace> places = [];

    public void Add(StagePlace place) => places.Add(place);

    public async Task OnBeatAsync()
    {
        foreach (var place in places.ToList())
        {
            var node = grains.GetGrain<IMediaNodeGrain>(place.Node.Value);
            var isThere = await node.HasAsync(place.Router);
            if (isThere == true)
                await node.RequestAsync(new CloseRouter(place.Router));
            else if (isThere == false)
                places.Remove(place);
        }
    }
}
