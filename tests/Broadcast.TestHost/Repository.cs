namespace Broadcast.TestHost;

/// <summary>Where the checkout is that these tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The built assembly of a project, of the same configuration as the tests that ask.</summary>
    public static string Built(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Root, project, "bin", configuration, "net10.0", $"{project}.dll");
    }

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Broadcast.sln"))
            ? directory
            : FindRoot(Directory.GetParent(directory)?.FullName ?? throw new DirectoryNotFoundException("No Broadcast.sln above the tests."));
}
