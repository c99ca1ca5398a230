using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>A camera that gives half of the usual pictures: half of the work, where it does not matter how smooth they are.</summary>
internal static class SlowCamera
{
    private const int FramesPerSecond = 15;

    /// <summary>Runs in a page before its own scripts.</summary>
    private static readonly string Script = $$"""
        const devices = navigator.mediaDevices;
        const capture = devices.getUserMedia.bind(devices);
        devices.getUserMedia = ({ video, ...rest }) => capture({ ...rest, ...(video && { video: { ...video, frameRate: {{FramesPerSecond}} } }) });
        """;

    /// <summary>For a page that has not been opened yet.</summary>
    public static async Task<IPage> OfAsync(IPage page)
    {
        await page.AddInitScriptAsync(Script);
        return page;
    }
}
