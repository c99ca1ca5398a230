using Broadcast.TestHost;

namespace Broadcast.Api.Tests.Data;

/// <summary>The app on what version a21cb70, the last without migrations, left behind when it was killed in the middle of a recording.</summary>
public sealed class BaselineHost : ApiHost
{
    /// <summary>Of the organizer <c>demo@example.org</c>.</summary>
    public const string BaselinePassword = "ho6SRHCv7CTPXXB9";

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests/Broadcast.Api.Tests/Data/a21cb70");

    protected override Task PrepareAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Data, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return Task.CompletedTask;
    }
}
