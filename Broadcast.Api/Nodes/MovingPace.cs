using Broadcast.Api.Limits;

namespace Broadcast.Api.Nodes;

/// <summary>How many viewers this process moves off media nodes that leave, over all webinars: those who take them in must not be overrun.</summary>
internal sealed class MovingPace(TimeProvider time)
{
    public const int PerSecond = 20;

    private readonly TokenBucket turns = new(new Rate { Burst = PerSecond, PerSecond = PerSecond }, time);

    /// <returns>False if one more is one too many at this moment.</returns>
    public bool TryTake() => turns.TryTake() == TimeSpan.Zero;
}
