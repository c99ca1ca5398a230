using System.Text.RegularExpressions;

namespace Broadcast.Api.Tests.Contract;

/// <summary>Tells by message and field where two contracts differ.</summary>
internal static partial class ContractDifferences
{
    public static IEnumerable<string> Between(string server, string pages)
    {
        var ours = Fields(server);
        var theirs = Fields(pages);
        foreach (var (field, text) in ours)
        {
            if (!theirs.TryGetValue(field, out var other))
                yield return $"{field}: the server has it, the pages do not.";
            else if (other != text)
                yield return $"{field}: the server has `{text}`, the pages have `{other}`.";
        }
        foreach (var field in theirs.Keys.Except(ours.Keys))
            yield return $"{field}: the pages have it, the server does not.";
    }

    /// <summary>Every declaration and every member of one, by <c>Message.field</c>.</summary>
    private static Dictionary<string, string> Fields(string contract)
    {
        var fields = new Dictionary<string, string>();
        var message = "";
        foreach (var line in contract.Split('\n'))
        {
            if (Declaration().Match(line) is { Success: true } declaration)
                fields[message = declaration.Groups["name"].Value] = line;
            else if (Member().Match(line) is { Success: true } member)
                fields[$"{message}.{member.Groups["name"].Value}"] = line.Trim();
        }
        return fields;
    }

    [GeneratedRegex(@"^export (interface|type|const) (?<name>\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^  (readonly |\| )?'?(?<name>[^'?:,;]+)")]
    private static partial Regex Member();
}
