using System.Text.Json.Nodes;

namespace Broadcast.Api.Tests.Contract;

/// <summary>Puts the same words in the place of ids, times, secrets and addresses in every run.</summary>
internal sealed class StandIns
{
    private static readonly Dictionary<string, JsonNode?> Fixed = new()
    {
        ["usernameFragment"] = "q7Xp2c8e",
        ["password"] = "b3uK9mZ1tQ4sW7yR0aLd",
        ["ip"] = "192.0.2.1",
        ["port"] = 40_000,
        ["ssrc"] = 1_234_567,
        ["cname"] = "c0ffee",
        ["credential"] = "aGFzaA==",
    };

    private readonly Dictionary<string, string> known = [];
    private readonly Dictionary<string, int> counts = [];
    private bool areCapabilitiesShown;

    public string Of(string line) => known.Aggregate(line, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    public JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject fields => Of(fields),
        JsonArray items => new JsonArray([.. items.Select(item => Of(item))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Known(text),
        _ => node?.DeepClone(),
    };

    /// <summary>From now on the value goes by the name.</summary>
    public void Name(string value, string name) => known[value] = name;

    private JsonObject Of(JsonObject fields)
    {
        var copy = new JsonObject();
        foreach (var (name, value) in fields)
            copy[name] = Field(fields, name, value);
        return copy;
    }

    private JsonNode? Field(JsonObject parent, string name, JsonNode? value)
    {
        if (name is "routerRtpCapabilities" or "rtpCapabilities" && value is JsonObject)
            return Capabilities(value);
        if (value is not JsonValue)
            return Of(value);
        if (Fixed.TryGetValue(name, out var stand))
            return stand?.DeepClone();
        if (!value.AsValue().TryGetValue<string>(out var text))
            return value.DeepClone();
        if (name == "value" && parent.ContainsKey("algorithm"))
            return "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89";
        if (NounOf(parent, name) is { } noun && !known.ContainsKey(text))
            Name(text, $"{noun}-{counts[noun] = counts.GetValueOrDefault(noun) + 1}");
        return DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) && text.Contains('T', StringComparison.Ordinal)
            ? "2026-11-27T10:00:00+00:00"
            : Known(text);
    }

    /// <summary>Those of the router are long, and the same everywhere.</summary>
    private JsonNode? Capabilities(JsonNode value)
    {
        if (value["codecs"] is JsonArray { Count: 1 })
            return Of(value.AsObject());
        if (areCapabilitiesShown)
            return "… as in the invitation";
        areCapabilitiesShown = true;
        return Of(value);
    }

    private static string? NounOf(JsonObject parent, string name) => name switch
    {
        "participantId" => "participant",
        "transportId" => "transport",
        "producerId" or "standIn" => "producer",
        "consumerId" => "consumer",
        "id" when parent.ContainsKey("iceParameters") => "transport",
        "id" when parent.ContainsKey("votes") => "question",
        "id" when parent.ContainsKey("text") => "message",
        "id" when parent.ContainsKey("title") => "webinar",
        "id" when parent.ContainsKey("light") => "recording",
        _ => null,
    };

    private string Known(string text) => known.GetValueOrDefault(text, text);
}
