using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Stage;

public sealed class ViewerCountTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    readonly ManualTime time = new();
    readonly List<int> told = [];

    [Fact]
    public void Is_told_at_once_then_once_a_second_with_the_latest()
    {
        using var count = new ViewerCount(time, Second, told.Add);
        for (var viewer = 0; viewer < 100; viewer++)
            count.Add(1);
        Assert.Equal([1], told);
        time.Advance(Second);
        Assert.Equal([1, 100], told);
    }

    [Fact]
    public void Is_not_told_again_when_it_came_back_to_what_it_was()
    {
        using var count = new ViewerCount(time, Second, told.Add);
        count.Add(1);
        count.Add(1);
        count.Add(-1);
        time.Advance(Second);
        time.Advance(Second);
        Assert.Equal([1], told);
        count.Add(1);
        Assert.Equal([1, 2], told);
    }
}
