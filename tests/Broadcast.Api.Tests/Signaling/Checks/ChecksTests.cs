using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace Broadcast.Api.Tests.Signaling.Checks;

public sealed class ChecksTests(OneCheckHost host) : IClassFixture<OneCheckHost>
{
    [Fact]
    public async Task Only_so_many_go_on_at_once()
    {
        await using var first = await CheckPage.ConnectAsync(host);
        await first.InvokeAsync<JsonElement>("Begin");
        await using var second = await CheckPage.ConnectAsync(host);
        await CheckPage.AssertRefusedAsync("rate_limited", second, "Begin");
        var closed = CheckPage.ClosedAsync(host);
        await first.StopAsync();
        await closed;
        await second.InvokeAsync<JsonElement>("Begin");
        await CheckPage.AssertRefusedAsync("conflict", second, "Begin");
    }
}

/// <summary>One check at a time.</summary>
public sealed class OneCheckHost : ApiHost
{
    protected override string[] Settings => ["--Limits:Checks", "1"];
}
