namespace Broadcast.Architecture.Tests;

/// <summary>The namespaces of one project that depend on each other in a circle, by their names below the project's.</summary>
internal sealed class NamespaceKnots
{
    private readonly string root;
    private readonly List<Use> uses;
    private readonly Dictionary<string, HashSet<string>> reached = [];

    public NamespaceKnots(string project, AssemblyScan scan)
    {
        root = project;
        uses = [.. scan.Uses.Where(use => use.FromNamespace != use.ToNamespace && IsOurs(use.FromNamespace) && IsOurs(use.ToNamespace))];
        var direct = uses.ToLookup(use => use.FromNamespace, use => use.ToNamespace);
        foreach (var from in direct.Select(group => group.Key))
            reached[from] = Reach(from, direct);
    }

    /// <summary>Each namespace that leads back to itself.</summary>
    public IEnumerable<string> Knotted => reached.Where(pair => pair.Value.Contains(pair.Key)).Select(pair => Name(pair.Key)).Order(StringComparer.Ordinal);

    /// <summary>The uses that tie the knots, a line for each pair of namespaces.</summary>
    public IEnumerable<string> Ties =>
        from use in uses
        where reached.TryGetValue(use.ToNamespace, out var onwards) && onwards.Contains(use.FromNamespace)
        group $"{use.From.Split('.')[^1]} → {use.To.Split('.')[^1]}" by $"{Name(use.FromNamespace)} → {Name(use.ToNamespace)}" into pair
        orderby pair.Key
        select $"{pair.Key}: {string.Join(", ", pair.Distinct().Order(StringComparer.Ordinal))}";

    private bool IsOurs(string ns) => ns.StartsWith(root + '.', StringComparison.Ordinal);

    private string Name(string ns) => ns[(root.Length + 1)..];

    private static HashSet<string> Reach(string from, ILookup<string, string> direct)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var next))
            foreach (var to in direct[next])
                if (found.Add(to))
                    open.Push(to);
        return found;
    }
}
