using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Broadcast.Api.Tests.Contract;

/// <summary>What was said between clients and the server, as a page to read. What differs from run to run has a stand-in.</summary>
internal sealed class Transcript
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> parts = [];
    private readonly StandIns standIns = new();

    /// <summary>Which calls and events have been shown.</summary>
    public HashSet<string> Shown { get; } = [];

    public void Chapter(string title, string text) => parts.Add($"\n## {title}\n{text}\n");

    public void Request(string line, string who, JsonElement answer) => Write($"{who}: `{standIns.Of(line)}`", answer, "answers");

    public void Call(string who, string method, object argument, JsonElement answer)
    {
        Shown.Add(method);
        var sent = JsonSerializer.SerializeToElement(argument, JsonSerializerOptions.Web);
        // The answer first: it names what the argument of a later call may hold.
        var answered = Text(answer);
        parts.Add($"\n### {who} calls `{method}`\n```json\n{Text(sent)}\n```\n");
        parts.Add(answered is "null" or "" ? "and is answered without a value.\n" : $"and is answered\n```json\n{answered}\n```\n");
    }

    public void Event(string who, string method, JsonElement argument)
    {
        Shown.Add(method);
        parts.Add($"\n### {who} hears `{method}`\n```json\n{Text(argument)}\n```\n");
    }

    public override string ToString() => string.Concat(parts);

    private void Write(string title, JsonElement value, string verb) => parts.Add($"\n### {title} {verb}\n```json\n{Text(value)}\n```\n");

    private string Text(JsonElement value) => value.ValueKind is JsonValueKind.Undefined
        ? ""
        : standIns.Of(JsonNode.Parse(value.GetRawText()))?.ToJsonString(Readable) ?? "null";
}
