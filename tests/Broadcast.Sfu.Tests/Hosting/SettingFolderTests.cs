using Broadcast.Sfu.Hosting;

namespace Broadcast.Sfu.Tests.Hosting;

public class SettingFolderTests
{
    [Fact]
    public void What_cannot_be_made_is_told_with_its_setting()
    {
        var refusal = Assert.Throws<OperatorException>(() => SettingFolder.Create("/proc/nowhere", "Data:Directory"));

        Assert.StartsWith("Data:Directory: the folder cannot be made. ", StartFailure.SentenceFor(refusal, "Urls"), StringComparison.Ordinal);
    }
}
