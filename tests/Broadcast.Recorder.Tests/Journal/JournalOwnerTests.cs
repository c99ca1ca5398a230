using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Tests.Simulation;

namespace Broadcast.Recorder.Tests.Journal;

public sealed class JournalOwnerTests : IDisposable
{
    private static readonly NodeIdentity Here = new("here", 1);
    private static readonly NodeIdentity HereAgain = new("here", 2);
    private static readonly NodeIdentity There = new("there", 1);

    private readonly TemporaryDirectory directory = new();
    private readonly FixedTime clock = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void What_nobody_owns_may_be_taken()
    {
        Assert.False(JournalOwner.IsHeld(directory.Path, Here, clock));
        using var owner = JournalOwner.TryTake(directory.Path, Here, clock);
        Assert.NotNull(owner);
    }

    [Fact]
    public void As_long_as_its_process_lives_nobody_else_takes_it_however_it_is_called()
    {
        using var owner = JournalOwner.TryTake(directory.Path, Here, clock);
        clock.Now += 10 * RecordingLease.Length;
        foreach (var other in new[] { HereAgain, There })
        {
            Assert.True(JournalOwner.IsHeld(directory.Path, other, clock));
            Assert.Null(JournalOwner.TryTake(directory.Path, other, clock));
        }
    }

    [Fact]
    public void What_a_process_left_behind_is_at_once_the_next_one_s_of_its_name()
    {
        JournalOwner.TryTake(directory.Path, Here, clock)!.Dispose();
        Assert.False(JournalOwner.IsHeld(directory.Path, HereAgain, clock));
        using var again = JournalOwner.TryTake(directory.Path, HereAgain, clock);
        Assert.NotNull(again);
    }

    [Fact]
    public void What_was_left_behind_is_anybody_s_once_its_lease_is_over()
    {
        using (var owner = JournalOwner.TryTake(directory.Path, Here, clock)!)
        {
            clock.Now += RecordingLease.Length;
            owner.Renew(clock);
        }
        clock.Now += RecordingLease.Length;
        Assert.True(JournalOwner.IsHeld(directory.Path, There, clock));
        Assert.Null(JournalOwner.TryTake(directory.Path, There, clock));

        clock.Now += TimeSpan.FromSeconds(1);
        Assert.False(JournalOwner.IsHeld(directory.Path, There, clock));
        using var other = JournalOwner.TryTake(directory.Path, There, clock);
        Assert.NotNull(other);
    }

    [Fact]
    public void What_was_released_is_anybody_s()
    {
        JournalOwner.TryTake(directory.Path, Here, clock)!.Release();
        Assert.False(JournalOwner.IsHeld(directory.Path, There, clock));
        Assert.Empty(Directory.EnumerateFiles(directory.Path));
    }

    [Fact]
    public void Where_there_is_no_journal_nothing_is_owned()
    {
        var nowhere = Path.Combine(directory.Path, "nowhere");
        Assert.False(JournalOwner.IsHeld(nowhere, Here, clock));
        Assert.Null(JournalOwner.TryTake(nowhere, Here, clock));
    }
}
