using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests;

/// <summary>The page that tries a connection, in a real browser.</summary>
public class CheckTests(ITestOutputHelper output)
{
    /// <summary>For a machine that has other things to do.</summary>
    private const float PatienceMs = 120_000;

    [Fact]
    public async Task A_network_that_lets_all_through_does()
    {
        var (host, _) = await BroadcastHost.StartAsync();
        await using var __ = host;
        await using var browser = await Chromium.StartAsync();
        await ExpectAsync(await browser.OpenAsync("somebody", 900, 900), host, "you can watch and present from here");
        Quiet.AssertAll(browser.Complaints, host.Complaints);
    }

    [Fact]
    public async Task One_that_lets_no_udp_through_is_told_so()
    {
        var (host, _) = await BroadcastHost.StartAsync();
        await using var __ = host;
        await using var browser = await Chromium.StartAsync();
        await ExpectAsync(await LimitedNetwork.WithoutUdpAsync(await browser.OpenAsync("somebody", 900, 900)), host, "your network lets no UDP through: media goes by TCP");
        Quiet.AssertAll(browser.Complaints, host.Complaints);
    }

    private async Task ExpectAsync(IPage page, BroadcastHost host, string verdict)
    {
        await page.GotoAsync(new Uri(host.Address, "/check").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the check" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check again" }).WaitForAsync(new() { Timeout = PatienceMs });
        foreach (var row in await page.GetByRole(AriaRole.Listitem).AllInnerTextsAsync())
            output.WriteLine(row.ReplaceLineEndings(" · "));
        Assert.Contains(verdict, await page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
    }
}
