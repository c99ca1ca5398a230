using Broadcast.Api.Limits;

namespace Broadcast.Api.Tests.Limits;

public sealed class PlacesTests
{
    private readonly Places<string> places = new(each: 2);

    [Fact]
    public void Each_key_has_its_own()
    {
        Assert.True(places.TryEnter("one"));
        Assert.True(places.TryEnter("one"));
        Assert.False(places.TryEnter("one"));
        Assert.True(places.TryEnter("other"));
    }

    [Fact]
    public void What_is_left_can_be_taken_again()
    {
        places.TryEnter("one");
        places.TryEnter("one");
        places.TryEnter("one");
        places.Leave("one");
        Assert.True(places.TryEnter("one"));
        Assert.False(places.TryEnter("one"));
    }
}
