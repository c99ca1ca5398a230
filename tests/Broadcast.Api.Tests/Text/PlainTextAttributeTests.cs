using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Broadcast.Api.Hosting;
using Broadcast.Api.Http;
using Broadcast.Api.Text;

namespace Broadcast.Api.Tests.Text;

public sealed class PlainTextAttributeTests
{
    private static readonly JsonSerializerOptions Json = ProtocolOptions();

    private sealed record Greeting(
        [property: PlainText(4)] string Name, [property: PlainText(10, HasLines = true, MayBeEmpty = true)] string? Text = null);

    [Fact]
    public void Cleans_what_is_read_by_whether_it_has_lines()
    {
        var greeting = Read("""{"name":" A\nb\u202e ","text":" A\nb\u202e "}""");
        Assert.Equal(new Greeting("A b", "A\nb"), greeting);
        Assert.Equal(new Greeting("A"), Read("""{"name":"A","text":null}"""));
    }

    [Theory]
    [InlineData("""{"name":"Ann \uD83D"}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"name":["A"]}""")]
    public void Reads_nothing_that_is_no_text(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Theory]
    [InlineData("\u200B", false)]
    [InlineData("abcd", true)]
    [InlineData("abcde", false)]
    [InlineData("👍🏽🇩🇪1️⃣é", true)]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", false)] // two characters of 25 bytes each
    public void Counts_characters_as_a_reader_does_and_bytes_as_well(string name, bool fits) =>
        Assert.Equal(fits, IsValid(new Greeting(PlainText.Clean(name))));

    [Fact]
    public void Takes_empty_text_where_that_is_as_good_as_none() => Assert.True(IsValid(new Greeting("Ann", "")));

    private static bool IsValid(Greeting greeting) => Validator.TryValidateObject(greeting, new ValidationContext(greeting), null, validateAllProperties: true);

    private static Greeting Read(string json) => JsonSerializer.Deserialize<Greeting>(json, Json)!;

    private static JsonSerializerOptions ProtocolOptions()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ProtocolJson.Apply(json);
        return json;
    }
}
