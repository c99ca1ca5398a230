using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>Where pictures of a run are kept for a person to look at.</summary>
internal sealed class Photographs
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("desk", 1280, 800), ("phone", 390, 844)];

    public string Directory { get; } =
        System.IO.Directory.CreateDirectory(Environment.GetEnvironmentVariable("BROADCAST_PICTURES") is { Length: > 0 } chosen
            ? chosen : Path.Combine(Path.GetTempPath(), $"broadcast-webinar-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}")).FullName;

    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>What the server wrote, beside the pictures: what went wrong in a recording can be found in its journal.</summary>
    /// <returns>Where it lies.</returns>
    public string Keep(string dataDirectory)
    {
        var kept = PathOf("data");
        foreach (var path in System.IO.Directory.EnumerateFiles(dataDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(kept, Path.GetRelativePath(dataDirectory, path));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
        return kept;
    }

    /// <summary>A page as it looks on a desk and on a phone.</summary>
    public async Task TakeAsync(IPage page, string name)
    {
        var size = page.ViewportSize!;
        foreach (var (where, width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.ScreenshotAsync(new() { Path = PathOf($"{name}-{where}.png") });
        }
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }
}
