using System.Net;
using System.Net.Http.Json;
using Broadcast.Api.Hosting;

namespace Broadcast.Api.Tests.Http;

public sealed class HttpTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Answers_an_unknown_call_with_a_problem()
    {
        var answer = await host.Organizer.GetAsync(new Uri("/api/nothing", UriKind.Relative));
        await answer.AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Refuses_an_unsafe_method_without_our_header()
    {
        using var form = new HttpClient { BaseAddress = host.Address };
        var answer = await form.PostAsJsonAsync("/api/session", new { email = ApiHost.Email, password = ApiHost.Password });
        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("/api/webinars")]
    [InlineData("/api/webinars/x")]
    [InlineData("/api/webinars/x/links")]
    [InlineData("/api/webinars/x/recordings")]
    [InlineData("/api/recordings/x")]
    [InlineData("/api/sessions")]
    [InlineData("/api/audit")]
    [InlineData("/api/audit/check")]
    public async Task Asks_a_stranger_to_sign_in(string path)
    {
        using var stranger = host.Browser();
        var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Sends_the_headers_that_tie_the_browser_down()
    {
        var answer = await host.Organizer.GetAsync(new Uri("/api/setup", UriKind.Relative));
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task Describes_itself_in_OpenAPI()
    {
        var document = await host.Organizer.GetFromJsonAsync<System.Text.Json.JsonElement>("/openapi/v1.json");
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/webinars/{id}/start", out _));
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var title = schemas.GetProperty("WebinarRequest").GetProperty("properties").GetProperty("title");
        Assert.Equal("string", title.GetProperty("type").GetString());
        Assert.Equal(["viewer", "presenter"], schemas.GetProperty("StageRole").GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Describes_itself_to_no_stranger()
    {
        using var stranger = host.Browser();
        await (await stranger.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative))).AssertProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Is_healthy_when_database_media_node_and_storage_answer()
    {
        var answer = await host.Organizer.GetAsync(new Uri("/healthz", UriKind.Relative));
        Assert.Equal("healthy", (await answer.ReadAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Lives_for_any_stranger_who_asks()
    {
        using var stranger = host.Browser();
        Assert.Equal("Healthy", await stranger.GetStringAsync(new Uri("/livez", UriKind.Relative)));
    }

    [Fact]
    public async Task Does_not_start_with_a_wrong_setting_and_names_its_key()
    {
        await using var app = BroadcastHost.Build(["--Urls", "http://127.0.0.1:0", "--Media:Port", "0", "--Ice:SharedSecret", "short"]);
        var refusal = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => app.StartAsync());
        Assert.Contains("Ice:SharedSecret", refusal.Message, StringComparison.Ordinal);
    }
}
