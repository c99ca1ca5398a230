using System.Text;
using System.Text.Json;

namespace Broadcast.Api.Tests.Signaling;

public sealed class LimitTests(TightHost host) : IClassFixture<TightHost>
{
    [Fact]
    public async Task Refuses_too_many_calls_and_cuts_who_goes_on()
    {
        var id = await host.CreateWebinarAsync();
        await using var flooder = await host.JoinAsync(id, "viewer");
        await using var bystander = await host.JoinAsync(id, "viewer");
        var refusals = 0;
        for (var call = 0; !flooder.Closed.IsCompleted; call++)
        {
            Assert.True(call < 3 * TightHost.Calls, "Whoever goes on calling was never cut.");
            var refusal = await Assert.ThrowsAnyAsync<Exception>(() => flooder.InvokeAsync("ResumeConsumer", new { consumerId = "none" }));
            refusals += refusal.Message.Contains("HubException: rate_limited: Too many calls. Try again in ", StringComparison.Ordinal) ? 1 : 0;
        }
        Assert.InRange(refusals, 1, TightHost.Calls + 1);
        await bystander.InvokeAsync("SendChat", new { text = "I am still here." });
    }

    [Fact]
    public async Task Large_calls_count_more()
    {
        await using var viewer = await host.JoinAsync(await host.CreateWebinarAsync(), "viewer");
        var calls = 0;
        for (var large = new string('x', 60_000); !viewer.Closed.IsCompleted; calls++)
            await Assert.ThrowsAnyAsync<Exception>(() => viewer.InvokeAsync("SendChat", new { text = large }));
        Assert.InRange(calls, 2, TightHost.Calls / 10);
    }

    [Fact]
    public async Task Limits_the_joins_from_one_address_by_one_link()
    {
        var id = await host.CreateWebinarAsync();
        var link = await host.LinkAsync(id, "viewer");
        await using var viewer = await JoinAsync(link);
        for (var join = 1; join < TightHost.Joins; join++)
            await viewer.InvokeAsync("Join", new { displayName = "Again" });
        await using var late = await HubClient.ConnectAsync(host.Address, link);
        await late.AssertRefusedAsync("rate_limited", "Join", new { displayName = "Late" });
        await using var presenter = await host.JoinAsync(id, "presenter");
    }

    [Fact]
    public async Task Keeps_places_for_presenters_in_a_full_webinar()
    {
        var id = await host.CreateWebinarAsync();
        await using var first = await host.JoinAsync(id, "viewer");
        await using var second = await host.JoinAsync(id, "viewer");
        await using var late = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        await late.AssertRefusedAsync("webinar_full", "Join", new { displayName = "Late" });
        await using var ann = await host.JoinAsync(id, "presenter");
        await using var bea = await host.JoinAsync(id, "presenter");
        await using var eve = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "presenter"));
        await eve.AssertRefusedAsync("webinar_full", "Join", new { displayName = "Eve" });

        // Who was not let in does not hear either; the answer to a later call shows that nothing was on its way.
        await ann.InvokeAsync("SendChat", new { text = "We are complete." });
        await bea.EventAsync("ChatReceived");
        await late.AssertRefusedAsync("not_joined", "SendChat", new { text = "May I?" });
        Assert.Equal(0, late.Count("ChatReceived"));
    }

    [Fact]
    public async Task Joining_again_gives_no_new_messages()
    {
        var id = await host.CreateWebinarAsync();
        var link = await host.LinkAsync(id, "viewer");
        var viewer = await JoinAsync(link);
        for (var message = 0; message < 5; message++)
            await viewer.InvokeAsync("SendChat", new { text = "Hello" });
        await viewer.InvokeAsync("Join", new { displayName = "Somebody else" });
        await viewer.AssertRefusedAsync("rate_limited", "SendChat", new { text = "Hello" });

        await viewer.DisposeAsync();
        while ((await host.WebinarAsync(id)).GetProperty("viewerCount").GetInt32() > 0)
            await Task.Yield();
        await using var again = await JoinAsync(link);
        await again.AssertRefusedAsync("rate_limited", "SendChat", new { text = "Hello" });
    }

    [Fact]
    public async Task Gives_a_newcomer_as_much_of_the_chat_as_fits_the_newest_first()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var text = string.Concat(Enumerable.Repeat("蜂", 1_000));
        JsonElement last = default;
        for (var message = 0; message < 5; message++)
            last = await presenter.InvokeAsync("SendChat", new { text });
        await using var late = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        var chat = (await late.InvokeAsync("Join", new { displayName = "Late" })).GetProperty("chat");
        Assert.Equal(3, chat.GetArrayLength());
        Assert.Equal(last.GetRawText(), chat.EnumerateArray().Last().GetRawText());
        Assert.InRange(Encoding.UTF8.GetByteCount(chat.GetRawText()), 1, TightHost.ChatHistoryBytes);
    }

    [Fact]
    public async Task Ends_a_connection_that_does_not_join_in_a_minute()
    {
        var id = await host.CreateWebinarAsync();
        await using var joined = await host.JoinAsync(id, "viewer");
        await using var idle = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        await idle.AssertRefusedAsync("not_joined", "SendChat", new { text = "Hello" });
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await idle.Closed;
        await joined.InvokeAsync("SendChat", new { text = "I stay." });
    }

    private async Task<HubClient> JoinAsync(string link)
    {
        var client = await HubClient.ConnectAsync(host.Address, link);
        await client.InvokeAsync("Join", new { displayName = "Somebody" });
        return client;
    }
}
