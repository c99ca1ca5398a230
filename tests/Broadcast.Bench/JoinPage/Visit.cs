using Broadcast.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Broadcast.Bench.JoinPage;

/// <summary>Somebody with a browser of their own who opens the link, types a name and comes in.</summary>
/// <param name="FirstPacketMs">From the click until the first packet of media reached the browser.</param>
/// <param name="FirstPictureMs">From the click until the first frame was shown.</param>
/// <param name="RoundTrips">
/// One after the other from the click to the first packet, counted as web/tests/media/roundTrips.test.ts does: calls that were answered
/// before the path was begun, the check of ICE, the flights of DTLS.
/// </param>
internal sealed record Visit(double FirstPacketMs, double FirstPictureMs, int RoundTrips)
{
    /// <summary>What it takes to type a name.</summary>
    private static readonly TimeSpan Typing = TimeSpan.FromSeconds(2);

    private const string AwaitFirstFrame = """
        () => {
          let clickedAt;
          addEventListener('click', () => clickedAt ??= performance.now(), { capture: true });
          window.firstFrame = new Promise(resolve => {
            const look = () => {
              const video = [...document.querySelectorAll('video')].find(v => v.srcObject);
              if (video) video.requestVideoFrameCallback(shownAt => resolve([performance.timeOrigin + clickedAt, shownAt - clickedAt]));
              else requestAnimationFrame(look);
            };
            look();
          });
        }
        """;

    public static async Task<Visit> MakeAsync(Chromium browser, FarServer server)
    {
        var page = await browser.OpenAsync("viewer");
        await page.GotoAsync(server.WatchLink.ToString());
        await page.GetByLabel("Your name").FillAsync("Marek");
        await Task.Delay(Typing);
        await page.EvaluateAsync(AwaitFirstFrame);
        await page.GetByRole(AriaRole.Button, new() { Name = "Join webinar" }).ClickAsync();
        var seen = await page.EvaluateAsync<double[]>("() => window.firstFrame");
        await page.Context.CloseAsync();
        var clicked = DateTimeOffset.UnixEpoch.AddMilliseconds(seen[0]);
        var packet = server.Media.FirstMediaAfter(clicked) ?? throw new InvalidOperationException("A picture was shown of which no packet came.");
        return new Visit((packet - clicked).TotalMilliseconds, seen[1], RoundTripsOf(server, clicked, packet));
    }

    private static int RoundTripsOf(FarServer server, DateTimeOffset clicked, DateTimeOffset packet)
    {
        var begun = server.Media.FirstCheckAfter(clicked) ?? throw new InvalidOperationException("A packet came by no path.");
        // Later checks prove the path once more, beside the handshake.
        return server.Calls.Between(clicked, begun) + 1 + server.Media.Handshakes.Between(begun, packet);
    }
}
