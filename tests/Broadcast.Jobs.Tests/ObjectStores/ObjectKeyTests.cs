using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Tests.ObjectStores;

public sealed class ObjectKeyTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("recordings/r-1_X/recording.mp4")]
    [InlineData("a..b/c")]
    public void Accepts_plain_segments(string text) => Assert.Equal(text, ObjectKey.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData(".partial/x")]
    [InlineData("a\\..\\b")]
    [InlineData("a\0b")]
    [InlineData("a%2f..")]
    [InlineData("ä")]
    public void Refuses_what_could_leave_its_folder(string text)
    {
        Assert.False(ObjectKey.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ObjectKey.Parse(text));
    }

    [Fact]
    public void Refuses_more_than_its_longest()
    {
        Assert.True(ObjectKey.TryParse(new string('a', ObjectKey.MaxLength), out _));
        Assert.False(ObjectKey.TryParse(new string('a', ObjectKey.MaxLength + 1), out _));
    }
}
