using System.Net.WebSockets;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Channels.Frames;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Control.Channels;

public sealed class WebSocketChannelTests : ControlChannelContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<WebSocketChannel> opened = [];

    protected override async Task<IControlChannel> OpenAsync() => await ConnectAsync();

    public override async Task DisposeAsync()
    {
        foreach (var channel in opened)
            await channel.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_node_keeps_what_it_has_when_its_owner_is_lost_and_the_next_one_finds_it()
    {
        await Request<RouterCreated>(new CreateRouter(new("kept")));
        await opened[0].DisposeAsync();

        var next = await ConnectAsync(epoch: 2);
        var dump = Assert.IsType<NodeDump>(await next.RequestAsync(new DumpNode(), CancellationToken.None));

        Assert.Equal([new RouterId("kept")], dump.Routers.Select(router => router.Router));
        Assert.Equal(opened[0].Run, next.Run);
    }

    [Fact]
    public async Task A_newer_owner_takes_over_and_the_older_one_is_told_and_refused_from_then_on()
    {
        await ConnectAsync(epoch: 7);

        Assert.Equal(ControlRefusal.Superseded, (await opened[0].Closed.WaitAsync(Patience))!.Code);
        var lost = await Assert.ThrowsAsync<IOException>(() => opened[0].RequestAsync(new CheckNode(), CancellationToken.None));
        Assert.Contains("epoch 7 has taken the node over", lost.Message, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ControlRefusedException>(() => ConnectAsync(epoch: 6));
        Assert.Equal((ControlRefusal.Outdated, 7), (refused.Code, refused.NewestEpoch));
        Assert.False(opened[1].Closed.IsCompleted);
    }

    [Fact]
    public async Task The_same_owner_may_come_again()
    {
        var again = await ConnectAsync(epoch: 1);

        Assert.IsType<NodeChecked>(await again.RequestAsync(new CheckNode(), CancellationToken.None));
        Assert.Equal(ControlRefusal.Superseded, (await opened[0].Closed.WaitAsync(Patience))!.Code);
    }

    [Fact]
    public async Task Who_does_not_know_the_secret_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<ControlRefusedException>(() => Node.ConnectAsync(secret: "another secret of thirty-two chars"));

        Assert.Equal((ControlRefusal.WrongSecret, "The secret is not that of this node."), (refusal.Code, refusal.Message));
        Assert.False(opened[0].Closed.IsCompleted);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_not_waited_for_without_end()
    {
        await using var impatient = await WebSocketChannel.ConnectAsync(
            new WebSocketChannelOptions(Node.Address, ControlNode.Secret, 1) { Patience = TimeSpan.FromSeconds(1) }, CancellationToken.None);
        await impatient.RequestAsync(new CreateRouter(new("router")), CancellationToken.None);

        await Assert.ThrowsAsync<TimeoutException>(() => impatient.RequestAsync(new CreateDirectTransport(new("router"), new("tap"), "hanging"), CancellationToken.None));

        Sinks.Release();
        Assert.IsType<NodeChecked>(await impatient.RequestAsync(new CheckNode(), CancellationToken.None));
    }

    [Fact]
    public async Task Where_nothing_listens_there_is_no_channel()
    {
        var nowhere = new UriBuilder(Node.Address) { Port = 1 }.Uri;

        await Assert.ThrowsAsync<WebSocketException>(
            () => WebSocketChannel.ConnectAsync(new WebSocketChannelOptions(nowhere, ControlNode.Secret, 1), CancellationToken.None));
    }

    private async Task<WebSocketChannel> ConnectAsync(long epoch = 1)
    {
        var channel = await Node.ConnectAsync(epoch);
        opened.Add(channel);
        return channel;
    }
}
