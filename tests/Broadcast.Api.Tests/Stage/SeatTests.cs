using System.Text.Json;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Requests;

namespace Broadcast.Api.Tests.Stage;

/// <summary>A page that comes again with the secret of its seat, as after a reload.</summary>
public sealed class SeatTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Secret = "a-secret-of-this-tab";

    [Fact]
    public async Task Gives_a_page_that_was_reloaded_its_seat_and_one_picture()
    {
        var id = await host.CreateWebinarAsync();
        var link = await host.LinkAsync(id, "presenter");
        await using var viewer = await host.JoinAsync(id, "viewer");
        var (before, first) = await OpenAsync(link);
        var producer = await before.ProduceAsync();
        await before.DisposeAsync();

        var (again, second) = await OpenAsync(link);
        await using var _ = again;
        Assert.Equal(IdIn(first), IdIn(second));
        Assert.Empty(second.GetProperty("producers").EnumerateArray());
        Assert.Equal(producer, (await viewer.EventAsync("ProducerRemoved")).GetProperty("producerId").GetString());
        await again.ProduceAsync();
        var shown = await viewer.EventAsync("ProducerAdded", added => added.GetProperty("producerId").GetString() != producer);
        Assert.Equal(IdIn(first), IdIn(shown));
    }

    [Fact]
    public async Task Is_one_participant_in_the_recording()
    {
        var id = await host.CreateWebinarAsync(record: true);
        var link = await host.LinkAsync(id, "presenter");
        host.Node.Requests.Clear();
        var (before, joined) = await OpenAsync(link);
        await using var former = before;
        await before.ProduceAsync();
        var (again, _) = await OpenAsync(link);
        await using var taken = again;
        await again.ProduceAsync();

        var notes = host.Node.Requests.OfType<SendToDirectTransport>().Select(note => note.Event)
            .Where(note => note.GetProperty("type").GetString()!.StartsWith("producer", StringComparison.Ordinal)).ToList();
        Assert.Equal(["producer", "producerClosed", "producer"], notes.Select(note => note.GetProperty("type").GetString()));
        Assert.Equal(IdIn(joined), IdIn(notes[0]));
        Assert.Equal(IdIn(joined), IdIn(notes[2]));
    }

    [Fact]
    public async Task Closes_what_the_former_connection_held_although_it_is_still_there()
    {
        var id = await host.CreateWebinarAsync();
        var link = await host.LinkAsync(id, "presenter");
        var (former, _) = await OpenAsync(link);
        await using var left = former;
        var transport = await former.CreateTransportAsync("send");
        var (again, _) = await OpenAsync(link);
        await using var taken = again;

        await former.EventAsync("Dismissed");
        Assert.Contains(host.Node.Requests.OfType<CloseTransport>(), close => close.Transport.Value == transport);
        await former.AssertRefusedAsync("not_joined", "CreateTransport", new { direction = "send" });
        await former.AssertRefusedAsync("not_joined", "SendChat", new { text = "Still here?" });
        await again.InvokeAsync("SendChat", new { text = "Hello" });
        Assert.Equal(0, former.Count("ChatReceived"));
    }

    [Fact]
    public async Task Counts_a_viewer_who_comes_again_once()
    {
        var id = await host.CreateWebinarAsync();
        await using var presenter = await host.JoinAsync(id, "presenter");
        var link = await host.LinkAsync(id, "viewer");
        var (former, _) = await OpenAsync(link);
        await using var left = former;
        var (again, joined) = await OpenAsync(link);
        await using var taken = again;
        Assert.Equal(1, joined.GetProperty("viewerCount").GetInt32());
        await former.DisposeAsync();
        Assert.Equal(1, (await host.WebinarAsync(id)).GetProperty("viewerCount").GetInt32());
    }

    [Fact]
    public async Task Gives_no_new_messages_for_coming_again()
    {
        var id = await host.CreateWebinarAsync();
        var link = await host.LinkAsync(id, "viewer");
        var (former, _) = await OpenAsync(link);
        for (var message = 0; message < 5; message++)
            await former.InvokeAsync("SendChat", new { text = "Hello" });
        await former.DisposeAsync();
        var (again, _) = await OpenAsync(link);
        await using var taken = again;
        await again.AssertRefusedAsync("rate_limited", "SendChat", new { text = "Hello" });
    }

    [Fact]
    public async Task Keeps_the_seat_when_the_stage_was_reset()
    {
        var id = await host.CreateWebinarAsync();
        var (page, first) = await OpenAsync(await host.LinkAsync(id, "viewer"));
        await using var _ = page;
        var second = await JoinAsync(page);
        Assert.Equal(IdIn(first), IdIn(second));
        Assert.Equal(1, second.GetProperty("viewerCount").GetInt32());
        Assert.Equal(0, page.Count("Dismissed"));
    }

    [Fact]
    public async Task Gives_somebody_else_s_seat_to_nobody_with_another_link()
    {
        var id = await host.CreateWebinarAsync();
        var (presenter, first) = await OpenAsync(await host.LinkAsync(id, "presenter"));
        await using var seated = presenter;
        var (viewer, second) = await OpenAsync(await host.LinkAsync(id, "viewer"));
        await using var other = viewer;
        Assert.NotEqual(IdIn(first), IdIn(second));
        await presenter.CreateTransportAsync("send");
    }

    [Fact]
    public async Task Wants_a_secret_that_cannot_be_guessed()
    {
        var id = await host.CreateWebinarAsync();
        await using var page = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        await page.AssertRefusedAsync("invalid_request", "Join", new { displayName = "Ann", seat = new string('a', SeatSecret.MinLength - 1) });
    }

    private async Task<(HubClient Page, JsonElement Joined)> OpenAsync(string link)
    {
        var page = await HubClient.ConnectAsync(host.Address, link);
        return (page, await JoinAsync(page));
    }

    private static Task<JsonElement> JoinAsync(HubClient page) => page.InvokeAsync("Join", new { displayName = "Ann", seat = Secret });

    private static string? IdIn(JsonElement message) => message.GetProperty("participantId").GetString();
}
