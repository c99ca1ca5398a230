using System.Text.Json;

namespace Broadcast.Api.Tests.Chat;

public abstract class ChatTests(ApiHost host)
{
    [Fact]
    public async Task Reaches_everyone_and_whoever_comes_later()
    {
        var id = await host.CreateWebinarAsync();
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var bob = await host.JoinAsync(id, "viewer", "Bob");
        var sent = await bob.InvokeAsync("SendChat", new { text = "Hello" });
        Assert.Equal(sent.GetRawText(), (await ann.EventAsync("ChatReceived")).GetRawText());
        Assert.Equal(sent.GetRawText(), (await bob.EventAsync("ChatReceived")).GetRawText());
        await using var late = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        var joined = await late.InvokeAsync("Join", new { displayName = "Late" });
        Assert.Equal(sent.GetRawText(), Assert.Single(joined.GetProperty("chat").EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task Everybody_sees_what_many_write_at_once_in_the_order_in_which_it_is_kept()
    {
        const int Each = 4;
        var id = await host.CreateWebinarAsync();
        var writers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.JoinAsync(id, "viewer")));
        await Task.WhenAll(writers.SelectMany((writer, number) => Enumerable.Range(0, Each).Select(text => writer.InvokeAsync("SendChat", new { text = $"{number} says {text}" }))));

        await using var late = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        var kept = (await late.InvokeAsync("Join", new { displayName = "Late" })).GetProperty("chat").EnumerateArray().Select(TextOf).ToList();
        Assert.Equal(writers.Length * Each, kept.Count);
        foreach (var writer in writers)
        {
            var heard = new List<string?>();
            while (heard.Count < kept.Count)
                heard.Add(TextOf(await writer.EventAsync("ChatReceived")));
            Assert.Equal(kept, heard);
            await writer.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200B\u2800")]
    [InlineData(null)]
    public async Task Refuses_nothing_said(string? text)
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        await viewer.AssertRefusedAsync("invalid_request", "SendChat", new { text });
        await viewer.AssertRefusedAsync("invalid_request", "SendChat", new { text = new string('x', 2_001) });
    }

    [Fact]
    public async Task Shows_names_and_messages_in_one_spelling()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer", " Ann\u202Egnp.exe ✓\n");
        var sent = await viewer.InvokeAsync("SendChat", new { text = " \u202Ee\u0301vil\r\nplan\u200B " });
        Assert.Equal("Anngnp.exe", sent.GetProperty("displayName").GetString());
        Assert.Equal("\u00E9vil\nplan", sent.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Lets_five_messages_through_in_ten_seconds()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        for (var message = 0; message < 5; message++)
            await viewer.InvokeAsync("SendChat", new { text = "Hello" });
        await viewer.AssertRefusedAsync("rate_limited", "SendChat", new { text = "Hello" });
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await viewer.InvokeAsync("SendChat", new { text = "Hello" });
    }

    private static string? TextOf(JsonElement message) => message.GetProperty("text").GetString();
}

public sealed class SqliteChatTests(ApiHost host) : ChatTests(host), IClassFixture<ApiHost>;

[Trait("Category", "Servers")]
public sealed class PostgreSqlChatTests(PostgresHost host) : ChatTests(host), IClassFixture<PostgresHost>;
