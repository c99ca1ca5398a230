using System.Net;
using Broadcast.Api.Health;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Api.Tests.Health;

public sealed class HealthTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly Uri Healthz = new("/healthz", UriKind.Relative);

    [Fact]
    public async Task Is_red_and_names_the_worker_that_does_not_turn()
    {
        host.Node.Script = request => request is CheckNode ? new NodeChecked([new WorkerAilment(1, "has not turned for 2 s")]) : null;
        var answer = await host.Organizer.GetAsync(Healthz);
        host.Node.Script = _ => null;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var body = await answer.ReadAsync();
        Assert.Equal("mediaNode", Assert.Single(body.GetProperty("failing").EnumerateArray()).GetString());
        Assert.Equal("Worker 1 has not turned for 2 s.", Assert.Single(body.GetProperty("reasons").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Writes_to_the_disk_once_in_two_seconds_however_often_it_is_asked()
    {
        var storage = host.Services.GetRequiredService<StorageHealth>();
        host.Time.Advance(TimeSpan.FromSeconds(2));
        var before = storage.Probes;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Organizer.GetAsync(Healthz)));
        Assert.Equal(before + 1, storage.Probes);

        host.Time.Advance(TimeSpan.FromSeconds(2));
        await host.Organizer.GetAsync(Healthz);
        Assert.Equal(before + 2, storage.Probes);
    }
}
