using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace Broadcast.Api.Tests.Signaling.Checks;

/// <summary>There is one place, whoever it is counted for.</summary>
public abstract class ChecksTests(ApiHost host)
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

public sealed class ChecksOfAllTests(OneCheckHost host) : ChecksTests(host), IClassFixture<OneCheckHost>;

public sealed class ChecksOfAnAddressTests(OneCheckEachHost host) : ChecksTests(host), IClassFixture<OneCheckEachHost>;

/// <summary>One check at a time.</summary>
public sealed class OneCheckHost : ApiHost
{
    protected override string[] Settings => ["--Limits:Checks", "1"];
}

/// <summary>One check at a time of each address.</summary>
public sealed class OneCheckEachHost : ApiHost
{
    protected override string[] Settings => ["--Limits:ChecksPerAddress", "1"];
}
