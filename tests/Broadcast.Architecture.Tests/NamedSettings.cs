using System.Reflection;
using System.Text.RegularExpressions;
using Broadcast.TestHost;

namespace Broadcast.Architecture.Tests;

/// <summary>A setting that deploy/ or docs/ name is one that a program reads: who copies a sample finds out otherwise when it is too late.</summary>
public sealed partial class NamedSettings
{
    private static readonly string[] OfTheFramework = ["Logging", "Urls"];

    private static readonly Dictionary<string, Type> Sections =
        (from project in new[] { "Broadcast.Sfu", "Broadcast.Recorder", "Broadcast.Jobs", "Broadcast.Api" }
         from type in Assembly.Load(project).GetTypes()
         where type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true }
         select type).ToDictionary(type => (string)type.GetField("Section")!.GetRawConstantValue()!);

    [Fact]
    public void Each_is_read_by_a_program()
    {
        var root = Repository.Root;
        var unread =
            from file in Directory.EnumerateFiles(Path.Combine(root, "deploy"), "*", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories))
                .Append(Path.Combine(root, "README.md"))
            from key in KeysIn(File.ReadAllText(file)).Distinct()
            where !IsRead(key.Split(':'))
            select $"{Path.GetRelativePath(root, file)}: {key}";
        Assert.Empty(unread);
    }

    /// <summary>As arguments and documents write them, and as environment variables; of the first only what begins with a section of ours.</summary>
    private static IEnumerable<string> KeysIn(string text) =>
        Variable().Matches(text).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal))
            .Concat(Argument().Matches(text).Select(match => match.Value).Where(key => Sections.ContainsKey(key.Split(':')[0])));

    private static bool IsRead(string[] key) =>
        OfTheFramework.Contains(key[0])
        || (Sections.TryGetValue(key[0], out var options) && IsPart(List(options, key[0]) ?? options, key.AsSpan(1)));

    private static bool IsPart(Type type, ReadOnlySpan<string> names)
    {
        if (names.IsEmpty)
            return true;
        if (int.TryParse(names[0], out _))
            return Element(type) is { } element && IsPart(element, names[1..]);
        return Property(type, names[0]) is { } property && IsPart(property.PropertyType, names[1..]);
    }

    /// <summary>A section that is a list has one property, of its own name.</summary>
    private static Type? List(Type options, string section) => Property(options, section)?.PropertyType;

    private static PropertyInfo? Property(Type type, string name) => type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance);

    private static Type? Element(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]+(?:__[A-Za-z0-9]+)+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]+(?::(?:[A-Z][A-Za-z0-9]+|[0-9]+))+\b")]
    private static partial Regex Argument();
}
