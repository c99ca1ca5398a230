using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Nodes;

/// <summary>Section <c>Placement</c>: which media nodes viewers of this process watch on, and how media comes there.</summary>
internal sealed class PlacementOptions
{
    public const string Section = "Placement";

    /// <summary>A name of your own: viewers are placed on nodes of the same <c>Nodes:0:Region</c>, while any is well. Default none.</summary>
    public string? Region { get; set; }

    /// <summary>Other nodes that one node sends a webinar to: its origin so many, and each of those, as a relay, so many more. Default 48.</summary>
    [Range(1, 1_024, ErrorMessage = "Placement:EdgesPerNode must be between 1 and 1024.")]
    public int EdgesPerNode { get; set; } = 48;
}
