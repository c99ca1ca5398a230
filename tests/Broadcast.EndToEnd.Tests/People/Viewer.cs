using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>Someone in the audience.</summary>
internal sealed class Viewer(IPage page)
{
    private const string AwaitFirstFrame = """
        () => {
          let clickedAt;
          addEventListener('click', () => clickedAt ??= performance.now(), { capture: true });
          window.firstFrame = new Promise(resolve => {
            const look = () => {
              const video = [...document.querySelectorAll('video')].find(v => v.srcObject);
              if (video) video.requestVideoFrameCallback(() => resolve(performance.now() - clickedAt));
              else requestAnimationFrame(look);
            };
            look();
          });
        }
        """;

    private const string MovingPictures = """
        async seconds => {
          const shown = [...document.querySelectorAll('[data-testid=stage-video]')].filter(video => video.dataset.on === 'true');
          const before = shown.map(video => video.getVideoPlaybackQuality().totalVideoFrames);
          await new Promise(resolve => setTimeout(resolve, seconds * 1000));
          return shown.map((video, i) => `${video.ariaLabel}${video.getVideoPlaybackQuality().totalVideoFrames - before[i] > seconds ? '' : ' (frozen)'}`).sort();
        }
        """;

    public IPage Page => page;

    /// <summary>Looks at the stage for a while.</summary>
    /// <returns>Whose pictures are shown, and which of them do not move.</returns>
    public Task<string[]> LookAsync(double seconds) => page.EvaluateAsync<string[]>(MovingPictures, seconds);

    /// <summary>Opens the link, clicks "Join webinar" and waits for a picture.</summary>
    /// <returns>Milliseconds from the click to the first frame.</returns>
    public async Task<double> JoinAsync(Uri link)
    {
        await page.GotoAsync(link.ToString());
        var join = page.GetByRole(AriaRole.Button, new() { Name = "Join webinar" });
        await join.WaitForAsync();
        await page.EvaluateAsync(AwaitFirstFrame);
        await join.ClickAsync();
        return await page.EvaluateAsync<double>("() => window.firstFrame");
    }

    /// <summary>Chooses in the menu how much to receive.</summary>
    public async Task ChooseViewAsync(string choice)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Picture quality" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemradio, new() { Name = choice }).ClickAsync();
    }

    /// <summary>Opens a link that should be refused.</summary>
    /// <returns>Whether the page says so in these words and plays nothing.</returns>
    public async Task<bool> IsRefusedAsync(Uri link, string words)
    {
        await page.GotoAsync(link.ToString());
        await page.GetByText(words).WaitForAsync();
        return await page.Locator("video").CountAsync() == 0;
    }
}
