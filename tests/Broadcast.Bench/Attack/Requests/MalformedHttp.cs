using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Broadcast.Bench.Attack.Requests;

/// <summary>Every call of the HTTP API with every node of its body replaced, and paths that name nothing. Measured: answers of 500 and above, and none.</summary>
internal sealed class MalformedHttp : IAttack
{
    private const int Calls = 1_200;
    private const int LongPath = 6_000;

    public string Name => "malformed HTTP requests";
    public string Before => "-";
    public string Limit => "no 5xx";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var webinar = await field.Organizer.CreateWebinarAsync("Malformed", record: false);
        var random = new Random(2);
        var bodies = Valid(webinar).SelectMany(call => Json.Mutations(call.Body).Select(body => (call.Method, call.Path, Body: body?.ToJsonString() ?? "null"))).ToArray();
        random.Shuffle(bodies);
        var wrong = new List<string>();
        foreach (var (method, path, body) in bodies.Take(field.Times(Calls)).Concat(NotJson(webinar)).Concat(Paths))
        {
            using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Get ? null : new StringContent(body, Encoding.UTF8, "application/json") };
            if (await StatusAsync(field, request) is >= HttpStatusCode.InternalServerError and var status)
                wrong.Add($"{(int)status} for {method} {path[..Math.Min(path.Length, 30)]} {body[..Math.Min(body.Length, 40)]}");
        }
        return new AttackOutcome(wrong.Count, wrong.Count == 0 ? $"{bodies.Length:N0} kinds tried" : $"{wrong.Count} wrong, such as {wrong[0]}", wrong.Count == 0);
    }

    private static IEnumerable<(HttpMethod Method, string Path, JsonNode Body)> Valid(string webinar) =>
    [
        (HttpMethod.Post, "/api/webinars", Node("""{"title":"t","description":"d","startsAt":"2030-01-01T00:00:00Z","record":true,"preferH264":true}""")),
        (HttpMethod.Put, $"/api/webinars/{webinar}", Node("""{"title":"t","description":"d","startsAt":"2030-01-01T00:00:00Z","record":true}""")),
        (HttpMethod.Post, $"/api/webinars/{webinar}/links", Node("""{"role":"viewer","expiresInMinutes":10}""")),
        (HttpMethod.Post, $"/api/webinars/{webinar}/recording/marker", Node("""{"label":"l"}""")),
        (HttpMethod.Post, "/api/recordings/none/render", Node("""{"arrangement":"grid","height":720,"showNames":true,"title":true,"tracks":false}""")),
        (HttpMethod.Put, "/api/recordings/none/retention", Node("""{"expiresAt":"2030-01-01T00:00:00Z","legalHold":false}""")),
    ];

    private static IEnumerable<(HttpMethod Method, string Path, string Body)> NotJson(string webinar) =>
        from path in (string[])["/api/webinars", $"/api/webinars/{webinar}/links", "/api/setup"]
        from body in (string[])["", "{", "nul", "\uFFFD", "[[[[[[", new string('[', 5_000), "{\"title\":", "\"\\uD800\"", "{\"title\":\"\\uD800\"}"]
        select (HttpMethod.Post, path, body);

    private static IEnumerable<(HttpMethod Method, string Path, string Body)> Paths =>
        from path in (string[])
        [
            "/api/join/%00", "/api/join/..%2f..%2fetc", $"/api/join/{new string('a', LongPath)}", "/files/x?expires=-1&signature=%00", "/files/x?expires=99999999999999999999&signature=a",
            "/live/x/a/9223372036854775807/b/c", "/live/%252e%252e/a/1/b/passwd", "/api/webinars/%ff%fe", "/api/recordings/%2e%2e", "/hub/stage?access_token=%00",
        ]
        select (HttpMethod.Get, path, "");

    private static async Task<HttpStatusCode> StatusAsync(Battlefield field, HttpRequestMessage request)
    {
        try
        {
            using var response = await field.Organizer.Http.SendAsync(request);
            return response.StatusCode;
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException)
        {
            return HttpStatusCode.GatewayTimeout;
        }
    }

    private static JsonNode Node(string text) => JsonNode.Parse(text)!;
}
