using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Broadcast.Api.Tests.Contract;

/// <summary>The summaries of our types and their properties, as the compiler wrote them beside each assembly, in words for a reader of TypeScript.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> files = [];

    public string? Of(Type type) => Find(type.Assembly, $"T:{NameOf(type)}");

    public string? Of(PropertyInfo property) => Find(property.DeclaringType!.Assembly, $"P:{NameOf(property.DeclaringType)}.{property.Name}");

    public string? Of(MethodInfo method) =>
        Find(method.DeclaringType!.Assembly, $"M:{NameOf(method.DeclaringType)}.{method.Name}({string.Join(',', method.GetParameters().Select(each => NameOf(each.ParameterType)))})");

    private string? Find(Assembly assembly, string member)
    {
        if (!files.TryGetValue(assembly, out var members))
            files[assembly] = members = Read(assembly);
        return members.TryGetValue(member, out var summary) ? Spaces().Replace(string.Concat(summary.Nodes().Select(Plain)), " ").Trim() : null;
    }

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path))
            return [];
        return XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);
    }

    private static string Plain(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" or "paramref" } reference => Referred(reference),
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => element.Value,
        _ => node.ToString(),
    };

    private static string Referred(XElement reference)
    {
        var (attribute, target) = reference.Attributes().Select(each => (each.Name.LocalName, each.Value)).First();
        var name = target.Split('(')[0].Split('.', ':')[^1];
        return attribute == "name" || target.StartsWith("P:", StringComparison.Ordinal) ? JsonNamingPolicy.CamelCase.ConvertName(name) : name;
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
