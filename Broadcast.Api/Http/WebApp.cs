using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Http;

/// <summary>Serves the built web app: its files, and its one page for every address that is a page of it.</summary>
internal static class WebApp
{
    private const string Index = "index.html";
    private const string ForGood = "public, max-age=31536000, immutable";
    private const string NotBuilt =
        "Broadcast is running, but its web app has not been built.\n\nRun `make run` in the repository, or `npm ci && npm run build` in web/, then reload this page.\n";

    public static WebApplication UseWebApp(this WebApplication app)
    {
        var root = Find(app.Services.GetRequiredService<IOptions<WebOptions>>().Value);
        if (root is null)
        {
            app.MapFallback(() => TypedResults.Text(NotBuilt, statusCode: StatusCodes.Status503ServiceUnavailable));
            return app;
        }
        var files = new StaticFileOptions { FileProvider = new PhysicalFileProvider(root), OnPrepareResponse = SetCache };
        app.UseStaticFiles(files);
        app.MapFallbackToFile(Index, files);
        return app;
    }

    // Vite puts a hash of the content into the name of everything below assets/.
    private static void SetCache(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets") ? ForGood : "no-cache";

    private static string? Find(WebOptions options)
    {
        var candidates = options.Root is { } configured ? [Path.GetFullPath(configured)] : DefaultRoots();
        return candidates.FirstOrDefault(root => File.Exists(Path.Combine(root, Index)));
    }

    private static IEnumerable<string> DefaultRoots()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "wwwroot");
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Broadcast.sln")))
                yield return Path.Combine(directory.FullName, "web", "dist");
        }
    }
}
