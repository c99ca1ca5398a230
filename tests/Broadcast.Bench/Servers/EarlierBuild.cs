using System.Diagnostics;
using Broadcast.TestHost;

namespace Broadcast.Bench.Servers;

/// <summary>The product as it was at an earlier commit, built in a temporary worktree that goes with it.</summary>
internal sealed class EarlierBuild : IAsyncDisposable
{
    private readonly string worktree;

    private EarlierBuild(string worktree) => this.worktree = worktree;

    /// <summary>The all-in-one program of that commit.</summary>
    public string Program => Path.Combine(worktree, "Broadcast.Api", "bin", "Release", "net10.0", "Broadcast.Api.dll");

    /// <summary>The folder of that commit's files.</summary>
    public string Root => worktree;

    /// <param name="commit">As git names it; it must be in this clone's history.</param>
    /// <exception cref="InvalidOperationException">There is no such commit, or it does not build; the message ends with what was said.</exception>
    public static async Task<EarlierBuild> OfAsync(string commit)
    {
        var worktree = Path.Combine(Directory.CreateTempSubdirectory("broadcast-before-").FullName, "tree");
        var build = new EarlierBuild(worktree);
        try
        {
            await RunAsync(Repository.Root, "git", "worktree", "add", "--detach", worktree, commit);
            await RunAsync(worktree, "dotnet", "build", "Broadcast.Api", "-c", "Release", "-v", "quiet", "--nologo", "-nodeReuse:false");
            return build;
        }
        catch
        {
            await build.DisposeAsync();
            throw;
        }
    }

    /// <summary>Builds its pages, too, where its program finds them.</summary>
    public async Task BuildWebAsync()
    {
        var web = Path.Combine(worktree, "web");
        await RunAsync(web, "npm", "ci", "--silent", "--no-progress", "--prefer-offline");
        await RunAsync(web, "npm", "run", "--silent", "build");
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(worktree))
            await RunAsync(Repository.Root, "git", "worktree", "remove", "--force", worktree);
        Directory.Delete(Path.GetDirectoryName(worktree)!, recursive: true);
    }

    private static async Task RunAsync(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Concat(said).Trim()}");
    }
}
