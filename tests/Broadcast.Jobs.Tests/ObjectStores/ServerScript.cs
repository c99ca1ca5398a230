using System.Diagnostics;

namespace Broadcast.Jobs.Tests.ObjectStores;

/// <summary>A real server, started and stopped by its script in tests/servers.</summary>
public abstract class ServerScript(string name) : IAsyncLifetime
{
    private readonly TempDirectory directory = new();

    /// <summary>What the script printed: where the server is and how to sign in.</summary>
    protected IReadOnlyList<string> Printed { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Printed = (await RunAsync("start")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ');
        await PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        await RunAsync("stop");
        directory.Dispose();
    }

    protected abstract Task PrepareAsync();

    private async Task<string> RunAsync(string action)
    {
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(RepositoryRoot(), "tests", "servers", name))
        {
            ArgumentList = { action, directory.Path },
            RedirectStandardOutput = true,
        })!;
        var printed = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? printed : throw new InvalidOperationException($"tests/servers/{name} {action} failed.");
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Broadcast.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests must run inside the repository.");
        return folder;
    }
}
