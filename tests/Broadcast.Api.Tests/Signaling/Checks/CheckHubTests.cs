using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace Broadcast.Api.Tests.Signaling.Checks;

/// <summary>What anybody may try before there is a webinar.</summary>
public sealed class CheckHubTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_page_hears_itself_on_a_router_of_its_own_which_goes_with_it()
    {
        Task closed;
        await using (var page = await CheckPage.ConnectAsync(host))
        {
            await page.InvokeAsync<JsonElement>("Begin");
            closed = CheckPage.ClosedAsync(host);
            var sending = await CreateTransportAsync(page);
            var produced = await page.InvokeAsync<JsonElement>("Produce", StageCalls.Production(sending));
            var producer = produced.GetProperty("producerId").GetString()!;
            var consumed = await page.InvokeAsync<JsonElement>("Consume", StageCalls.Consumption(await CreateTransportAsync(page), producer));
            Assert.Equal(producer, consumed.GetProperty("producerId").GetString());
            await page.InvokeAsync<JsonElement>("Consume", StageCalls.Consumption(sending, producer));
            await CheckPage.AssertRefusedAsync("conflict", page, "Consume", StageCalls.Consumption(sending, producer));
        }
        await closed;
    }

    [Fact]
    public async Task It_has_to_begin_and_has_what_it_made_alone()
    {
        await using var page = await CheckPage.ConnectAsync(host);
        await CheckPage.AssertRefusedAsync("not_joined", page, "CreateTransport", new { direction = "send" });
        await page.InvokeAsync<JsonElement>("Begin");
        await CheckPage.AssertRefusedAsync("not_found", page, "Produce", StageCalls.Production("somebody-elses"));
        await CheckPage.AssertRefusedAsync("not_found", page, "Consume", StageCalls.Consumption(await CreateTransportAsync(page), "somebody-elses"));
        for (var i = 1; i < 6; i++)
            await CreateTransportAsync(page);
        await CheckPage.AssertRefusedAsync("conflict", page, "CreateTransport", new { direction = "send" });
    }

    private static async Task<string> CreateTransportAsync(HubConnection page) =>
        (await page.InvokeAsync<JsonElement>("CreateTransport", new { direction = "send" })).GetProperty("id").GetString()!;
}
