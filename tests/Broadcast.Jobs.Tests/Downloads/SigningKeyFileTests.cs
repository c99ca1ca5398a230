using Broadcast.Jobs.Downloads;

namespace Broadcast.Jobs.Tests.Downloads;

public sealed class SigningKeyFileTests
{
    [Fact]
    public void Keeps_its_key_across_restarts_and_from_other_users()
    {
        using var data = new TempDirectory();
        var key = SigningKeyFile.LoadOrCreate(data.File("key"));

        Assert.Equal(key, SigningKeyFile.LoadOrCreate(data.File("key")));
        Assert.Equal([data.File("key")], Directory.EnumerateFiles(data.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.File("key")));
    }
}
