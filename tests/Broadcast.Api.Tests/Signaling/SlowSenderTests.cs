using Broadcast.Api.Limits;

namespace Broadcast.Api.Tests.Signaling;

public sealed class SlowSenderTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Deadline = new LimitsOptions().MessageDeadline;

    [Fact]
    public async Task Who_never_finishes_a_message_is_cut()
    {
        var id = await host.CreateWebinarAsync();
        using var slow = await RawGuest.JoinAsync(host.Address, await host.LinkAsync(id, "viewer"));
        await slow.SendAsync("""{"type":1,"target":"SendChat","argu""");
        await host.Time.UntilTimerAsync(Deadline).WaitAsync(TimeSpan.FromSeconds(30));
        await slow.SendAsync("""ments":[""");
        host.Time.Advance(Deadline);
        await slow.UntilCutAsync();
    }
}
