using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Tests.Stage;

public sealed class IsolationTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_webinar_that_hangs_holds_up_no_other()
    {
        var (hung, hungRouter, hungProducer) = await ProducingAsync(record: true);
        var (well, wellRouter, wellProducer) = await ProducingAsync(record: false);
        await using var first = hung;
        await using var second = well;
        var release = new TaskCompletionSource();
        host.Node.Before = request => request is SendToDirectTransport ? release.Task : Task.CompletedTask;

        host.Node.Notify(new ProducerClosed(hungRouter, hungProducer));
        host.Node.Notify(new ProducerClosed(wellRouter, wellProducer));
        Assert.Equal(wellProducer.Value, (await well.EventAsync("ProducerRemoved")).GetProperty("producerId").GetString());
        Assert.Equal(0, hung.Count("ProducerRemoved"));

        release.SetResult();
        Assert.Equal(hungProducer.Value, (await hung.EventAsync("ProducerRemoved")).GetProperty("producerId").GetString());
    }

    [Fact]
    public async Task Everybody_hears_what_happens_in_the_order_in_which_it_happens()
    {
        var (presenter, _, producer) = await ProducingAsync(record: false);
        await using var _1 = presenter;
        for (var turn = 0; turn < 20; turn++)
        {
            await presenter.InvokeAsync("PauseProducer", new { producerId = producer.Value });
            await presenter.InvokeAsync("ResumeProducer", new { producerId = producer.Value });
        }
        for (var turn = 0; turn < 40; turn++)
            Assert.Equal(turn % 2 == 0, (await presenter.EventAsync("ProducerChanged")).GetProperty("paused").GetBoolean());
    }

    private async Task<(HubClient Presenter, RouterId Router, ProducerId Producer)> ProducingAsync(bool record)
    {
        var presenter = await host.JoinAsync(await host.CreateWebinarAsync(record: record), "presenter");
        var transport = await presenter.CreateTransportAsync("send");
        var produced = await presenter.InvokeAsync("Produce", StageCalls.Production(transport));
        var router = host.Node.Requests.OfType<CreateWebRtcTransport>().Single(create => create.Transport.Value == transport).Router;
        return (presenter, router, new ProducerId(produced.GetProperty("producerId").GetString()!));
    }
}
