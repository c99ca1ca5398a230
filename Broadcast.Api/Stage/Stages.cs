using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>The way to a webinar's grain.</summary>
internal sealed class Stages(IGrainFactory grains)
{
    public IWebinarGrain this[WebinarId webinar] => grains.GetGrain<IWebinarGrain>(webinar.Value);

    /// <param name="webinarId">As it came from outside.</param>
    /// <exception cref="StageException">No webinar can have that id.</exception>
    public IWebinarGrain Of(string webinarId) => IId.IsValid(webinarId)
        ? this[new WebinarId(webinarId)]
        : throw new StageException(StageErrorCode.NotFound, "There is no such webinar.");
}
