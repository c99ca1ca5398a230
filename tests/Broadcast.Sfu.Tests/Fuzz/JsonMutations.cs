using System.Text.Json.Nodes;

namespace Broadcast.Sfu.Tests.Fuzz;

/// <summary>Everything that can be put in the place of each node of a JSON message: null, another kind, empty, huge, negative, deep.</summary>
public static class JsonMutations
{
    private const int Depth = 20;

    /// <param name="valid">A message that is accepted.</param>
    /// <returns>Where something was replaced, by what, and the whole message.</returns>
    public static IEnumerable<(string Path, string Mutation, JsonNode Message)> Of(JsonNode valid)
    {
        foreach (var path in PathsOf(valid, []))
        {
            foreach (var (name, value) in Replacements())
            {
                var message = valid.DeepClone();
                Put(message, path, value);
                yield return (string.Join('.', path), name, message);
            }
        }
    }

    private static IEnumerable<object[]> PathsOf(JsonNode? node, object[] path)
    {
        if (path.Length > 0)
            yield return path;
        var children = node switch
        {
            JsonObject fields => fields.Select(field => (Step: (object)field.Key, Node: field.Value)),
            // One entry stands for all.
            JsonArray items => items.Take(1).Select(item => (Step: (object)0, Node: item)),
            _ => [],
        };
        foreach (var (step, child) in children)
        {
            foreach (var found in PathsOf(child, [.. path, step]))
                yield return found;
        }
    }

    private static void Put(JsonNode message, object[] path, JsonNode? value)
    {
        var holder = message;
        foreach (var step in path[..^1])
            holder = step is string name ? holder[name]! : holder[(int)step]!;
        if (path[^1] is string field)
            holder[field] = value;
        else
            holder[(int)path[^1]] = value;
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Replacements()
    {
        yield return ("null", null);
        yield return ("a number", 7);
        yield return ("a fraction", 0.5);
        yield return ("a negative number", -1);
        yield return ("a huge number", 1e300);
        yield return ("true", true);
        yield return ("a text", "x");
        yield return ("an empty text", "");
        yield return ("a long text", new string('x', 5_000));
        yield return ("an empty list", new JsonArray());
        yield return ("a list of null", new JsonArray((JsonNode?)null));
        yield return ("a list of objects", new JsonArray(new JsonObject()));
        yield return ("a long list", new JsonArray([.. Enumerable.Range(0, 1_000).Select(number => (JsonNode)number)]));
        yield return ("an empty object", new JsonObject());
        yield return ("an object of null", new JsonObject { ["x"] = null });
        yield return ("a deep object", Enumerable.Range(0, Depth).Aggregate(new JsonObject(), (inner, _) => new JsonObject { ["x"] = inner }));
    }
}
