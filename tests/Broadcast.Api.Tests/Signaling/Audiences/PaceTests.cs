using Broadcast.Api.Signaling.Audiences;

namespace Broadcast.Api.Tests.Signaling.Audiences;

public sealed class PaceTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime time = new();
    private readonly List<int> told = [];
    private readonly Pace pace;
    private int count;

    public PaceTests() => pace = new Pace(time, Second, Tell);

    [Fact]
    public void Acts_at_once_then_once_a_second_on_the_latest()
    {
        for (var viewer = 0; viewer < 100; viewer++)
            Add(1);
        Assert.Equal([1], told);
        time.Advance(Second);
        Assert.Equal([1, 100], told);
    }

    [Fact]
    public void Makes_no_pause_when_there_was_nothing_to_do()
    {
        Add(1);
        Add(1);
        Add(-1);
        time.Advance(Second);
        Assert.Equal([1], told);
        Add(1);
        Assert.Equal([1, 2], told);
    }

    public void Dispose() => pace.Dispose();

    private void Add(int change)
    {
        count += change;
        pace.Ask();
    }

    private bool Tell()
    {
        if (told.Count > 0 && told[^1] == count)
            return false;
        told.Add(count);
        return true;
    }
}
