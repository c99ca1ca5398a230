using System.Text.Json;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>Someone who plans webinars, by clicking what an organizer clicks.</summary>
internal sealed class Organizer(IPage page)
{
    public IPage Page => page;

    public async Task SetUpAsync(Uri setupLink)
    {
        await page.GotoAsync(setupLink.ToString());
        await page.GetByLabel("Your name").FillAsync("Olive Organizer");
        await page.GetByLabel("E-mail").FillAsync("olive@example.org");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("a rather long password");
        await Button("Create account").ClickAsync();
        await Button("New webinar").First.WaitForAsync();
    }

    /// <summary>Plans a webinar and stays on its page.</summary>
    public async Task CreateWebinarAsync(string title)
    {
        await Button("New webinar").First.ClickAsync();
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync(title);
        await Button("Create webinar").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = title }).WaitForAsync();
    }

    public Task<Uri> CopyPresenterLinkAsync() => CopyAsync("Copy presenter link");

    public Task<Uri> CopyAudienceLinkAsync() => CopyAsync("Copy audience link");

    /// <summary>A viewer's link that is good for a minute only; the page has no button for it.</summary>
    public async Task<Uri> ShortLivedLinkAsync()
    {
        var response = await page.APIRequest.PostAsync($"{ApiAddress}/links", new()
        {
            DataObject = new { role = "viewer", expiresInMinutes = 1 },
            Headers = [new("X-Broadcast", "1")],
        });
        var link = await response.JsonAsync() ?? throw new InvalidOperationException("No link.");
        return new Uri(link.GetProperty("url").GetString()!);
    }

    public Task PressAsync(string button) => Button(button).ClickAsync();

    public async Task EndWebinarAsync()
    {
        await Button("End webinar").ClickAsync();
        await Button("End for everyone").ClickAsync();
        await page.GetByText("Was live").WaitForAsync();
    }

    /// <summary>How long the webinar was live, as the server says.</summary>
    public async Task<TimeSpan> LiveSpanAsync()
    {
        var webinar = await (await page.APIRequest.GetAsync(ApiAddress)).JsonAsync() ?? throw new InvalidOperationException("No webinar.");
        return Time(webinar, "endedAt") - Time(webinar, "startedAt");
    }

    /// <summary>Waits for the recording and downloads its MP4 as a person would.</summary>
    public async Task<string> DownloadRecordingAsync(TimeSpan patience)
    {
        var button = page.GetByRole(AriaRole.Link, new() { Name = "Download MP4" }).Or(Button("Download MP4"));
        await button.WaitForAsync(new() { Timeout = (float)patience.TotalMilliseconds });
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return await download.PathAsync();
    }

    private string ApiAddress
    {
        get
        {
            var address = new Uri(page.Url);
            return $"{address.GetLeftPart(UriPartial.Authority)}/api{address.AbsolutePath}";
        }
    }

    private ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task<Uri> CopyAsync(string button)
    {
        await Button(button).ClickAsync();
        return new Uri(await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    private static DateTimeOffset Time(JsonElement webinar, string property) => webinar.GetProperty(property).GetDateTimeOffset();
}
