namespace Broadcast.Api.Tests.Signaling;

public sealed class SlowReaderTests(CrampedHost host) : IClassFixture<CrampedHost>
{
    private static readonly string Long = new('x', 2_000);

    [Fact]
    public async Task Who_does_not_read_is_cut_and_nobody_waits_for_them()
    {
        var id = await host.CreateWebinarAsync();
        var other = await host.CreateWebinarAsync("Innocent");
        await using var presenter = await host.JoinAsync(id, "presenter");
        await using var bystander = await host.JoinAsync(other, "presenter");
        using var slow = await RawGuest.JoinAsync(host.Address, await host.LinkAsync(id, "viewer"));
        await UntilViewersAsync(id, 1);

        // Every call is answered while the reader stands still; in the end it is not in the webinar any more.
        for (var message = 0; await ViewersAsync(id) == 1; message++)
        {
            Assert.True(message < 1_000, "The reader who stands still was never cut.");
            await presenter.InvokeAsync("SendChat", new { text = Long });
            await bystander.InvokeAsync("SendChat", new { text = "Hello" });
            await bystander.EventAsync("ChatReceived");
        }
        await slow.UntilCutAsync();
    }

    [Fact]
    public async Task Who_was_cut_comes_again_and_is_given_what_was_said()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var link = await host.LinkAsync(id, "viewer");
        using (var slow = await RawGuest.JoinAsync(host.Address, link))
        {
            await UntilViewersAsync(id, 1);
            while (await ViewersAsync(id) == 1)
                await presenter.InvokeAsync("SendChat", new { text = Long });
        }
        var last = await presenter.InvokeAsync("SendChat", new { text = "Last" });
        await using var again = await HubClient.ConnectAsync(host.Address, link);
        var joined = await again.InvokeAsync("Join", new { displayName = "Slow" });
        Assert.Equal(last.GetRawText(), joined.GetProperty("chat").EnumerateArray().Last().GetRawText());
    }

    private async Task UntilViewersAsync(string id, int count)
    {
        while (await ViewersAsync(id) != count)
            await Task.Yield();
    }

    private async Task<int> ViewersAsync(string id) => (await host.WebinarAsync(id)).GetProperty("viewerCount").GetInt32();
}
