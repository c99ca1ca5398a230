namespace Broadcast.Api.Nodes;

/// <summary>How a media node is, for whoever places routers and viewers.</summary>
/// <param name="Routers">That are open there.</param>
/// <param name="Busy">Share of time in which its workers work: 0 to 1.</param>
/// <param name="Records">Whether webinars can be recorded there.</param>
/// <param name="Region">As it is configured; null for none.</param>
/// <param name="Ailments">What is wrong with it, in sentences; none when all is well.</param>
/// <param name="LeavesAt">Until when it is to be emptied; null while it is to stay.</param>
internal sealed record NodeLoad(
    NodeId Node, int Routers, double Busy, bool Records, string? Region, IReadOnlyList<string> Ailments, DateTimeOffset? LeavesAt = null)
{
    public bool IsWell => Ailments.Count == 0;

    /// <summary>Whether webinars and viewers may be placed there.</summary>
    public bool IsOpen => IsWell && LeavesAt is null;
}
