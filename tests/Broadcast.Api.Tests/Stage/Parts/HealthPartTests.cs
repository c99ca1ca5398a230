using System.Net;
using System.Net.Http.Json;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Tests.Stage.Parts;

/// <summary>How a webinar goes, as its organizer sees it.</summary>
public sealed class HealthPartTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_is_looked_at_while_it_is_live()
    {
        var id = await host.CreateWebinarAsync();
        Assert.Equal(("It is not live.", true, 0), Told(await HealthAsync(id)));
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var sent = 0L;
        host.Node.Script = request => request is GetRouterStats of && of.Router.Value.StartsWith(id, StringComparison.Ordinal)
            ? new RouterStats(of.Router, sent += 1_250_000, Receivers: 1, Unreached: 0, Lossy: 1)
            : null;

        var health = await UntilAsync(id, health => health.Samples is [.., { Viewers: 1, BitsPerSecond: > 0 }]);

        Assert.False(health.Well);
        Assert.Equal("1 of 1 viewer loses more than 5 % of the picture; their own connection is the likeliest reason.", health.Sentence);
        var (before, last) = (health.Samples[^2], health.Samples[^1]);
        Assert.Equal(1, last.Troubled);
        Assert.Equal((long)(10_000_000 / (last.At - before.At).TotalSeconds), last.BitsPerSecond);
    }

    [Fact]
    public async Task A_media_server_that_does_not_answer_is_no_sample()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        await presenter.ProduceAsync();
        var asked = 0;
        host.Node.Script = request => request is GetRouterStats && ++asked > 0 ? throw new TimeoutException() : null;

        var health = await UntilAsync(id, _ => asked > 1);

        Assert.Equal(("Nothing is known yet: the media server has not answered.", false, 0), Told(health));
        host.Node.Script = _ => null;
    }

    [Fact]
    public async Task It_is_for_organizers()
    {
        var id = await host.CreateWebinarAsync();
        using var anybody = host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync(new Uri($"/api/webinars/{id}/health", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Organizer.GetAsync(new Uri("/api/webinars/nowhere/health", UriKind.Relative))).StatusCode);
    }

    /// <summary>Moves on by beats until it goes like that.</summary>
    private async Task<WebinarHealth> UntilAsync(string id, Func<WebinarHealth, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            host.Time.Advance(Beat);
            var health = await HealthAsync(id);
            if (condition(health))
                return health;
        }
    }

    private async Task<WebinarHealth> HealthAsync(string id) => (await host.Organizer.GetFromJsonAsync<WebinarHealth>($"/api/webinars/{id}/health"))!;

    private static (string Sentence, bool Well, int Samples) Told(WebinarHealth health) => (health.Sentence, health.Well, health.Samples.Count);
}
