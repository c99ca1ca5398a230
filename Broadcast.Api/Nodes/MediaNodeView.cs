namespace Broadcast.Api.Nodes;

/// <summary>A media node, for its operator.</summary>
/// <param name="Region">As it is configured; null for none.</param>
/// <param name="Records">Whether webinars can be recorded there.</param>
/// <param name="Busy">Share of time in which its workers work: 0 to 1.</param>
/// <param name="Webinars">That are carried there.</param>
/// <param name="Viewers">Browsers that receive from it.</param>
/// <param name="Ailments">What is wrong with it, in sentences; none when all is well.</param>
/// <param name="LeavesAt">Until when it is to be empty; null while it is to stay.</param>
internal sealed record MediaNodeView(
    NodeId Id, string? Region, bool Records, double Busy, int Webinars, int Viewers, IReadOnlyList<string> Ailments, DateTimeOffset? LeavesAt);
