using System.Text.Json;
using System.Text.Json.Nodes;

namespace Broadcast.Bench.Attack.Requests;

/// <summary>JSON as a stranger writes it.</summary>
internal static class Json
{
    private const int Depth = 40;

    /// <summary>What a node is replaced by: nothing, another type, empty, huge, negative, deep.</summary>
    private static readonly Func<JsonNode?>[] Replacements =
    [
        () => null, () => 17, () => -1, () => 1e308, () => true, () => "", () => new string('x', 20_000), () => "\0\u202E", () => new JsonArray(), () => new JsonObject(),
        () => new JsonArray(null, null), Deep,
    ];

    public static JsonElement Of(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>Every variant of a valid document with one node replaced.</summary>
    public static IEnumerable<JsonNode?> Mutations(JsonNode valid)
    {
        foreach (var path in Paths(valid, []))
            foreach (var replacement in Replacements)
                yield return Replaced(valid, path, replacement());
    }

    private static IEnumerable<object[]> Paths(JsonNode? node, object[] path)
    {
        yield return path;
        var children = node switch
        {
            JsonObject members => members.Select(member => ((object)member.Key, member.Value)),
            JsonArray items => items.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        foreach (var (step, child) in children)
            foreach (var deeper in Paths(child, [.. path, step]))
                yield return deeper;
    }

    private static JsonNode? Replaced(JsonNode valid, object[] path, JsonNode? by)
    {
        if (path.Length == 0)
            return by;
        var copy = valid.DeepClone();
        var parent = path[..^1].Aggregate(copy, (node, step) => step is string name ? node[name]! : node[(int)step]!);
        if (path[^1] is string key)
            parent[key] = by;
        else
            parent[(int)path[^1]] = by;
        return copy;
    }

    private static JsonNode Deep()
    {
        JsonNode node = 1;
        for (var level = 0; level < Depth; level++)
            node = new JsonArray(node);
        return node;
    }
}
