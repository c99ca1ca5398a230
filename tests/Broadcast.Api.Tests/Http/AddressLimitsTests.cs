using System.Net;
using System.Net.Http.Json;

namespace Broadcast.Api.Tests.Http;

public sealed class AddressLimitsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Stops_guessing_passwords_after_ten_a_minute()
    {
        using var browser = host.Browser();
        for (var attempt = 0; attempt < 10; attempt++)
            await browser.PostAsJsonAsync("/api/session", new { email = ApiHost.Email, password = "guess" });
        var answer = await browser.PostAsJsonAsync("/api/session", new { email = ApiHost.Email, password = ApiHost.Password });
        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.NotNull(answer.Headers.RetryAfter);
    }
}
