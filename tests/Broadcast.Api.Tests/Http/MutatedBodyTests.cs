using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Broadcast.Sfu.Tests.Fuzz;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Api.Tests.Http;

/// <summary>Each body of the HTTP API with each of its values replaced: taken, or a problem that says what is wrong.</summary>
public sealed class MutatedBodyTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>A valid body of each type.</summary>
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["SetupRequest"] = """{"token":"x","name":"Ann","email":"ann@example.org","password":"correct horse"}""",
        ["SignInRequest"] = """{"email":"ann@example.org","password":"correct horse"}""",
        ["PasswordRequest"] = """{"current":"not the password","password":"another horse"}""",
        ["PasswordResetRequest"] = """{"token":"x","password":"another horse"}""",
        ["WebinarRequest"] = """{"title":"Welcome","description":"All about it","startsAt":"2026-12-01T10:00:00Z","record":true,"preferH264":true,"moderateQuestions":true,"anonymousQuestions":true}""",
        ["LinkRequest"] = """{"role":"viewer","expiresInMinutes":60,"label":"Marek"}""",
        ["RevocationRequest"] = """{"role":"viewer"}""",
        ["MarkerRequest"] = """{"label":"Questions"}""",
        ["RetentionRequest"] = """{"expiresAt":"2027-12-01T10:00:00Z","legalHold":false}""",
        ["RecordingLook"] = """{"arrangement":"grid","height":720,"showNames":true,"title":"Welcome","tracks":false}""",
        ["DrainRequest"] = """{"withinMinutes":10}""",
    };

    [Fact]
    public async Task Every_value_is_taken_or_named()
    {
        var webinar = await host.CreateWebinarAsync();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType?.Name is not { } type)
                continue;
            Assert.True(Examples.TryGetValue(type, out var example), $"Add an example of {type} to {nameof(Examples)}: bodies are tried with each of their values replaced.");
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
            var path = endpoint.RoutePattern.RawText!.Replace("{id}", webinar, StringComparison.Ordinal);
            foreach (var (field, mutation, body) in JsonMutations.Of(JsonNode.Parse(example)!))
                await TryAsync(method, path, field, mutation, body.ToJsonString());
        }
    }

    [Fact]
    public async Task A_body_larger_than_any_is_refused_as_too_large()
    {
        using var body = new StringContent($$"""{"title":"Welcome","description":"{{new string('x', 100_000)}}"}""", Encoding.UTF8, "application/json");
        var answer = await host.Organizer.PostAsync(new Uri("/api/webinars", UriKind.Relative), body);
        await answer.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    private async Task TryAsync(string method, string path, string field, string mutation, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = content };
        using var answer = await host.Organizer.SendAsync(request);
        var what = $"{method} {path} with {mutation} as {field}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        Assert.True((int)answer.StatusCode < 500, what);
        if (answer.StatusCode != HttpStatusCode.BadRequest)
            return;
        var problem = await answer.ReadAsync();
        Assert.True(problem.GetProperty("code").GetString() == "invalid_request", what);
        Assert.True(problem.TryGetProperty("field", out var named) && (named.GetString()!.StartsWith(field.Split('.')[0], StringComparison.Ordinal)), what);
    }
}
