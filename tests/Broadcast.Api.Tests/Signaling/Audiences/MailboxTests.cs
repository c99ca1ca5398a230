using Broadcast.Api.Signaling.Audiences;

namespace Broadcast.Api.Tests.Signaling.Audiences;

public sealed class MailboxTests
{
    [Fact]
    public async Task Handles_in_order_and_goes_on_after_a_failure()
    {
        var handled = new List<int>();
        var failures = new List<Exception>();
        var done = new TaskCompletionSource();
        var mailbox = new Mailbox<int>(
            10,
            number =>
            {
                if (number == 1)
                    throw new InvalidOperationException("One is refused.");
                handled.Add(number);
                if (number == 3)
                    done.SetResult();
                return Task.CompletedTask;
            },
            failures.Add);
        for (var number = 0; number <= 3; number++)
            Assert.True(mailbox.TryPost(number));
        await done.Task;
        Assert.Equal([0, 2, 3], handled);
        Assert.Equal("One is refused.", Assert.Single(failures).Message);
    }

    [Fact]
    public void Takes_no_more_than_it_has_room_for()
    {
        var never = new TaskCompletionSource();
        var mailbox = new Mailbox<int>(2, _ => never.Task, _ => { });
        // One is being handled at most, and two wait.
        Assert.Contains(false, Enumerable.Range(0, 4).Select(mailbox.TryPost));
    }
}
