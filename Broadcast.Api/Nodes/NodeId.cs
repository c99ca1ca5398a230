using System.Text.Json.Serialization;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Nodes;

/// <summary>A media node.</summary>
[JsonConverter(typeof(IdJsonConverter<NodeId>))]
internal readonly record struct NodeId(string Value) : IId<NodeId>
{
    public static NodeId Create(string value) => new(value);

    public override string ToString() => Value;
}
