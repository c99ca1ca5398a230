namespace Broadcast.Api.Tests.Data;

public sealed class DataModesTests : IAsyncLifetime
{
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    private readonly ApiHost host = new();

    public Task InitializeAsync() => host.InitializeAsync();
    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Lets_nobody_else_look_at_what_it_keeps_not_even_at_what_an_older_version_left_open()
    {
        if (OperatingSystem.IsWindows())
            return;
        var journal = Directory.CreateDirectory(Path.Combine(host.Data, "journals", "old")).FullName;
        var chunk = Path.Combine(journal, "chunk");
        await File.WriteAllTextAsync(chunk, "");
        File.SetUnixFileMode(journal, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(chunk, (UnixFileMode)0b110_100_100);
        File.SetUnixFileMode(host.Data, (UnixFileMode)0b111_101_101);

        await host.RestartAsync();

        var open = Directory.EnumerateFileSystemEntries(host.Data, "*", SearchOption.AllDirectories).Append(host.Data)
            .Where(entry => (new FileInfo(entry).UnixFileMode & Others) != 0);
        Assert.Empty(open);
        Assert.Equal((UnixFileMode)0b110_000_000, new FileInfo(chunk).UnixFileMode);
    }
}
