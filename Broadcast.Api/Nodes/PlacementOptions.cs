namespace Broadcast.Api.Nodes;

/// <summary>Section <c>Placement</c>: which media nodes viewers of this process watch on.</summary>
internal sealed class PlacementOptions
{
    public const string Section = "Placement";

    /// <summary>A name of your own: viewers are placed on nodes of the same <c>Nodes:0:Region</c>, while any is well. Default none.</summary>
    public string? Region { get; set; }
}
