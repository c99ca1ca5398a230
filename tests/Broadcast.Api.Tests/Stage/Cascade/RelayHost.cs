namespace Broadcast.Api.Tests.Stage.Cascade;

/// <summary>The same, with an origin that feeds one edge, so that the second one is fed by the first.</summary>
public sealed class RelayHost : CascadeHost
{
    protected override string[] Settings => [.. base.Settings, "--Placement:EdgesPerNode", "1"];
}
