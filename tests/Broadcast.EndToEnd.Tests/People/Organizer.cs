using System.Text.Json;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>Someone who plans webinars, by clicking what an organizer clicks.</summary>
internal sealed class Organizer(IPage page)
{
    private const string PlayWhole = """
        async name => {
          const until = async condition => { while (!condition()) await new Promise(resolve => setTimeout(resolve, 50)); };
          const video = () => document.querySelector('video[aria-label="Recording"]');
          await until(() => video()?.src.includes(name) && video().readyState >= 2 && Number.isFinite(video().duration));
          const player = video();
          const last = player.duration;
          player.muted = true;
          await player.play();
          player.currentTime = last - 2;
          await until(() => player.currentTime > last - 1.5 && player.videoWidth > 0);
          return player.duration;
        }
        """;

    private string webinarApi = "";

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
    /// <param name="h264">Whether presenters are asked to send it; otherwise they send VP8.</param>
    /// <param name="recorded">Whether it is recorded.</param>
    public async Task CreateWebinarAsync(string title, bool h264 = true, bool recorded = true)
    {
        await Button("New webinar").First.ClickAsync();
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync(title);
        await page.GetByLabel("Record in H.264").SetCheckedAsync(h264, new() { Force = true });
        await page.GetByLabel("Record this webinar").SetCheckedAsync(recorded, new() { Force = true });
        await Button("Create webinar").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = title }).WaitForAsync();
        var address = new Uri(page.Url);
        webinarApi = $"{address.GetLeftPart(UriPartial.Authority)}/api{address.AbsolutePath}";
    }

    public Task<Uri> CopyPresenterLinkAsync() => CopyAsync("Copy presenter link");

    public Task<Uri> CopyAudienceLinkAsync() => CopyAsync("Copy audience link");

    /// <summary>A viewer's link that is good for a minute only; the page has no button for it.</summary>
    public async Task<Uri> ShortLivedLinkAsync()
    {
        var response = await page.APIRequest.PostAsync($"{webinarApi}/links", new()
        {
            DataObject = new { role = "viewer", expiresInMinutes = 1 },
            Headers = [new("X-Broadcast", "1")],
        });
        var link = await response.JsonAsync() ?? throw new InvalidOperationException("No link.");
        return new Uri(link.GetProperty("url").GetString()!);
    }

    public Task PressAsync(string button) => Button(button).ClickAsync();

    /// <summary>Names this place of the recording.</summary>
    public async Task MarkAsync(string label)
    {
        await page.GetByLabel("Chapter title").FillAsync(label);
        await Button("Add chapter").ClickAsync();
        await page.GetByText($"Chapter “{label}” added").WaitForAsync();
    }

    public async Task EndWebinarAsync()
    {
        await Button("End webinar").ClickAsync();
        await Button("End for everyone").ClickAsync();
        await page.GetByText("Was live").WaitForAsync();
    }

    /// <summary>How long the webinar was live, as the server says.</summary>
    public async Task<TimeSpan> LiveSpanAsync()
    {
        var webinar = await WebinarAsync();
        return Time(webinar, "endedAt") - Time(webinar, "startedAt");
    }

    /// <summary>Opens the recording as soon as the page offers it, waits until the whole of it can be sought, and plays its last seconds.</summary>
    /// <param name="name">What is in the address of what is played.</param>
    /// <returns>Its length in seconds.</returns>
    public async Task<double> WatchRecordingAsync(string name = "")
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Watch recording" }).Or(page.GetByLabel("Watch recording")).First.ClickAsync();
        return await page.EvaluateAsync<double>(PlayWhole, name);
    }

    /// <summary>The webinar as the server knows it.</summary>
    public async Task<JsonElement> WebinarAsync() => await GetAsync(webinarApi);

    /// <summary>Its first recording.</summary>
    public async Task<JsonElement> RecordingAsync() => (await GetAsync($"{webinarApi}/recordings"))[0];

    public async Task<JsonElement> CertificateAsync() => await GetAsync((await RecordingAsync()).GetProperty("certificateUrl").GetString()!);

    /// <summary>Waits for the recording and downloads its MP4 as a person would.</summary>
    public async Task<string> DownloadRecordingAsync(TimeSpan patience)
    {
        var button = page.GetByRole(AriaRole.Link, new() { Name = "Download MP4" }).Or(Button("Download MP4"));
        await button.WaitForAsync(new() { Timeout = (float)patience.TotalMilliseconds });
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return await download.PathAsync();
    }

    private async Task<JsonElement> GetAsync(string address) =>
        await (await page.APIRequest.GetAsync(new Uri(new Uri(page.Url), address).ToString())).JsonAsync() ?? throw new InvalidOperationException($"Nothing at {address}.");

    private ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task<Uri> CopyAsync(string button)
    {
        await Button(button).ClickAsync();
        return new Uri(await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    private static DateTimeOffset Time(JsonElement webinar, string property) => webinar.GetProperty(property).GetDateTimeOffset();
}
