using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Stage;

public sealed class GraceTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Keeps_the_media_of_a_lost_presenter_for_fifteen_seconds()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var presenter = await host.JoinAsync(id, "presenter");
        var producer = await presenter.ProduceAsync();
        await presenter.DisposeAsync();
        await host.Time.UntilTimerAsync(StageLimits.Grace).WaitAsync(TimeSpan.FromSeconds(10));
        host.Time.Advance(StageLimits.Grace - TimeSpan.FromSeconds(1));
        Assert.Equal(0, viewer.Count("ProducerRemoved"));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(producer, (await viewer.EventAsync("ProducerRemoved")).GetProperty("producerId").GetString());
    }
}
