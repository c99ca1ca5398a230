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

    public IPage Page => page;

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

    /// <summary>Opens a link that should be refused.</summary>
    /// <returns>Whether the page says so in these words and plays nothing.</returns>
    public async Task<bool> IsRefusedAsync(Uri link, string words)
    {
        await page.GotoAsync(link.ToString());
        await page.GetByText(words).WaitForAsync();
        return await page.Locator("video").CountAsync() == 0;
    }
}
