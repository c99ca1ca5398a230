using Broadcast.Jobs.Database;

namespace Broadcast.Jobs.Tests.Database;

public sealed class StoredTextTests
{
    [Theory]
    [InlineData("as it was", "as it was")]
    [InlineData("ten signs!", "ten signs!")]
    [InlineData("eleven sign", "eleven si…")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("12345678\U0001F331", "12345678\U0001F331")]
    [InlineData("12345678\U0001F3319", "12345678\uFFFD…")]
    public void Is_whole_characters_of_which_the_column_holds_enough(string text, string stored) => Assert.Equal(stored, StoredText.Fit(text, 10));

    [Fact]
    public void Half_a_pair_is_shown_to_have_been_something() => Assert.Equal("half \uFFFD", StoredText.Fit("half " + '\uD83D', 10));
}
