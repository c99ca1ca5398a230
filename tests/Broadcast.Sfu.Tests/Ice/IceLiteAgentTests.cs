using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Tests.Ice;

public sealed class IceLiteAgentTests
{
    private static readonly TransportTuple Wifi = TransportTuple.FromIPv4(0xC000_0201, 5_000);
    private static readonly TransportTuple Mobile = TransportTuple.FromIPv4(0xC633_6401, 6_000);

    private readonly IceLiteAgent agent;
    private readonly IceClient client;

    public IceLiteAgentTests()
    {
        agent = new IceLiteAgent(IceCredentials.Create(), new IceOptions { MaxTuples = 3 }, Instant.FromSeconds(100));
        client = new IceClient(agent);
    }

    [Fact]
    public void Answers_a_check_with_the_address_it_came_from()
    {
        var result = client.Check(Wifi);
        Assert.True(result is { Accepted: true, StateChanged: true, SelectedTupleChanged: true });
        var (to, datagram) = Assert.Single(client.Answers);
        Assert.Equal(Wifi, to);
        Assert.True(StunMessage.TryParse(datagram, out var answer));
        Assert.Equal(StunClass.SuccessResponse, answer.Class);
        Assert.Equal("transaction1"u8, answer.TransactionId);
        Assert.True(answer.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(Wifi, mapped);
        Assert.True(answer.CheckIntegrity(agent.Local.PasswordBytes));
        Assert.True(answer.CheckFingerprint());
    }

    [Fact]
    public void Is_connected_by_the_first_check_and_completed_by_the_nomination()
    {
        Assert.Equal(IceState.New, agent.State);
        client.Check(Wifi);
        Assert.Equal(IceState.Connected, agent.State);
        client.Check(Wifi, nominates: true);
        Assert.Equal(IceState.Completed, agent.State);
        Assert.Equal(Wifi, agent.SelectedTuple);
    }

    [Fact]
    public void A_nominated_tuple_replaces_one_that_was_merely_first()
    {
        client.Check(Wifi, priority: 200);
        var result = client.Check(Mobile, nominates: true, priority: 100);
        Assert.True(result.SelectedTupleChanged);
        Assert.Equal(Mobile, agent.SelectedTuple);
    }

    [Fact]
    public void Of_pairs_nominated_together_the_highest_priority_wins()
    {
        client.Check(Wifi, nominates: true, priority: 200);
        client.Check(Mobile, nominates: true, priority: 100);
        Assert.Equal(Wifi, agent.SelectedTuple);
    }

    [Fact]
    public void A_later_nomination_moves_to_a_worse_network()
    {
        client.Check(Wifi, nominates: true, priority: 200);
        client.Now = client.Now.AddMilliseconds(2_000);
        client.Check(Mobile, nominates: true, priority: 100);
        Assert.Equal(Mobile, agent.SelectedTuple);
    }

    [Fact]
    public void When_the_selected_tuple_is_gone_the_one_heard_from_last_takes_its_place()
    {
        client.Check(Mobile, nominates: true, priority: 200);
        client.Check(Wifi, priority: 100);

        Assert.True(agent.Remove(client.Now, Mobile));

        Assert.Equal((Wifi, IceState.Completed), (agent.SelectedTuple, agent.State));
        Assert.Equal([Wifi], agent.Tuples.ToArray());
    }

    [Fact]
    public void A_tuple_that_is_not_selected_goes_unnoticed()
    {
        client.Check(Wifi, priority: 100);
        client.Check(Mobile, nominates: true, priority: 200);

        Assert.False(agent.Remove(client.Now, Wifi));
        Assert.False(agent.Remove(client.Now, Wifi));

        Assert.Equal(Mobile, agent.SelectedTuple);
    }

    [Fact]
    public void Without_any_tuple_it_waits_for_the_next_check_until_consent_expires()
    {
        client.Check(Wifi, nominates: true);

        Assert.False(agent.Remove(client.Now, Wifi));

        Assert.Null(agent.SelectedTuple);
        Assert.False(agent.HandleTimeout(client.Now));
        Assert.True(client.Check(Mobile).SelectedTupleChanged);
        Assert.True(agent.HandleTimeout(client.Now.AddMilliseconds(30_000)));
    }

    [Fact]
    public void Does_not_answer_what_fails_authentication()
    {
        Assert.Equal(DropReason.StunBadIntegrity, client.Send(Wifi, client.Write(agent.Local, password: "wrong")).Reason);
        Assert.Equal(DropReason.StunUnknownUsername, client.Send(Wifi, client.Write(IceCredentials.Create())).Reason);
        Assert.Equal(DropReason.StunBadFingerprint, client.Send(Wifi, client.Write(agent.Local, hasFingerprint: false)).Reason);
        Assert.Empty(client.Answers);
        Assert.Null(agent.SelectedTuple);
    }

    [Fact]
    public void Knows_what_is_not_its_clients_from_what_its_client_did_wrong()
    {
        Assert.True(client.Send(Wifi, client.Write(agent.Local, password: "wrong")).IsForeign);
        Assert.True(client.Send(Wifi, client.Write(IceCredentials.Create())).IsForeign);
        Assert.True(client.Send(Wifi, client.WriteIndication()).IsForeign);

        Assert.False(client.Send(Wifi, client.Write(agent.Local, isControlled: true)).IsForeign);
        Assert.False(client.Send(Wifi, client.Write(agent.Local, priority: null)).IsForeign);
        Assert.False(client.Check(Wifi).IsForeign);
    }

    [Fact]
    public void Tells_a_client_that_claims_to_be_controlled_to_switch()
    {
        client.Send(Wifi, client.Write(agent.Local, isControlled: true));
        AssertError(StunErrorCode.RoleConflict);
        Assert.Equal(IceState.New, agent.State);
    }

    [Fact]
    public void Refuses_a_check_without_a_priority()
    {
        client.Send(Wifi, client.Write(agent.Local, priority: null));
        AssertError(StunErrorCode.BadRequest);
    }

    [Fact]
    public void Names_the_attribute_it_does_not_know()
    {
        client.Send(Wifi, client.Write(agent.Local, extra: (StunAttributeType)0x7ABC));
        AssertError(StunErrorCode.UnknownAttribute);
        Assert.True(StunMessage.TryParse(client.Answers[0].Datagram, out var answer));
        Assert.True(answer.TryGet(StunAttributeType.UnknownAttributes, out var types));
        Assert.Equal(new byte[] { 0x7A, 0xBC }, types);
    }

    [Fact]
    public void Old_credentials_hold_until_the_new_ones_are_used()
    {
        var old = agent.Local;
        Assert.Null(agent.Restart(IceCredentials.Create()));
        Assert.Null(client.Check(Wifi, credentials: old).Retired);
        Assert.Same(old, client.Check(Wifi).Retired);
        Assert.Equal(DropReason.StunUnknownUsername, client.Check(Wifi, credentials: old).Reason);
    }

    [Fact]
    public void Consent_is_lost_after_thirty_silent_seconds_and_comes_back_with_a_check()
    {
        client.Check(Wifi, nominates: true);
        client.Now = client.Now.AddMilliseconds(20_000);
        client.Check(Wifi);
        Assert.Equal(client.Now.AddMilliseconds(30_000), agent.NextTimeout);
        Assert.False(agent.HandleTimeout(client.Now.AddMilliseconds(29_999)));
        Assert.True(agent.HandleTimeout(client.Now.AddMilliseconds(30_000)));
        Assert.Equal(IceState.Disconnected, agent.State);
        Assert.Equal(Instant.Never, agent.NextTimeout);
        Assert.True(client.Check(Wifi).StateChanged);
        Assert.Equal(IceState.Completed, agent.State);
    }

    [Fact]
    public void Forgets_the_tuple_that_was_silent_the_longest_but_never_the_selected_one()
    {
        for (ushort port = 1; port <= 3; port++)
        {
            client.Check(TransportTuple.FromIPv4(1, port), nominates: port == 1);
            client.Now = client.Now.AddMilliseconds(10);
        }
        Assert.Equal(DropReason.RateLimited, client.Check(TransportTuple.FromIPv4(1, 4)).Reason);
        client.Now = client.Now.AddMilliseconds(10_000);
        var result = client.Check(TransportTuple.FromIPv4(1, 4));
        Assert.Equal(TransportTuple.FromIPv4(1, 2), result.RemovedTuple);
        Assert.Equal(TransportTuple.FromIPv4(1, 1), agent.SelectedTuple);
        Assert.Equal(3, agent.Tuples.Length);
    }

    [Fact]
    public void Takes_indications_from_its_tuples_only()
    {
        Assert.Equal(DropReason.UnknownTuple, client.Send(Wifi, client.WriteIndication()).Reason);
        client.Check(Wifi);
        Assert.True(client.Send(Wifi, client.WriteIndication()).Accepted);
        Assert.Single(client.Answers);
    }

    [Fact]
    public void Allocates_nothing_per_check()
    {
        var request = client.Write(agent.Local).ToArray();
        var output = new SendBatch(new Discard());
        var before = 0L;
        for (var i = 0; i < 200; i++)
        {
            if (i == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            StunMessage.TryParse(request, out var message);
            agent.HandleBinding(client.Now, Wifi, message, output);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void AssertError(StunErrorCode code)
    {
        Assert.True(StunMessage.TryParse(Assert.Single(client.Answers).Datagram, out var answer));
        Assert.Equal(StunClass.ErrorResponse, answer.Class);
        Assert.Equal(code, answer.ErrorCode);
        Assert.True(answer.CheckIntegrity(agent.Local.PasswordBytes));
    }

    private sealed class Discard : IDatagramSink
    {
        public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
        {
        }
    }
}
