using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Nodes;

/// <summary>Section <c>Nodes</c>: media nodes that are processes of their own, numbered from 0. Without any, the node is in this process.</summary>
internal sealed class NodesOptions : IValidatableObject
{
    public const string Section = "Nodes";

    public List<NodeOptions> Nodes { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from pair in Nodes.Select((node, index) => (node, index))
        from fault in pair.node.Faults
        select new ValidationResult($"{Section}:{pair.index}:{fault}");
}
