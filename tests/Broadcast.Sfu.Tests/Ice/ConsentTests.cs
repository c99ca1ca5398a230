using System.Text;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Stun;

namespace Broadcast.Sfu.Tests.Ice;

/// <summary>Consent of each address of one <see cref="IceLiteAgent"/>.</summary>
public sealed class ConsentTests
{
    private static readonly TransportTuple Wifi = TransportTuple.FromIPv4(0xC000_0201, 5_000);
    private static readonly TransportTuple Mobile = TransportTuple.FromIPv4(0xC633_6401, 6_000);

    private readonly IceLiteAgent agent;
    private readonly IceClient client;

    public ConsentTests()
    {
        agent = new IceLiteAgent(IceCredentials.Create(), new IceOptions(), Instant.FromSeconds(100));
        client = new IceClient(agent);
    }

    [Fact]
    public void The_answer_to_a_check_and_the_challenge_are_no_longer_than_the_check()
    {
        var check = client.Write(agent.Local, nominates: true).ToArray();
        client.Send(Wifi, check);
        Assert.InRange(client.Answers[0].Datagram.Length + client.Challenges[0].Datagram.Length, 1, check.Length);
    }

    [Fact]
    public void An_address_that_answers_no_challenge_is_sent_as_much_more_as_it_goes_on_with_a_handshake()
    {
        client.Check(Wifi, nominates: true);
        var before = agent.Allowance(client.Now);
        agent.Spend(client.Now, before);
        Assert.Equal(0, agent.Allowance(client.Now));

        agent.Earn(Mobile, 900);
        Assert.Equal(0, agent.Allowance(client.Now));
        agent.Earn(Wifi, 900);
        Assert.Equal(900, agent.Allowance(client.Now));
        agent.Earn(Wifi, 1_000_000);
        Assert.Equal(AddressProof.AllowanceBytes, agent.Allowance(client.Now));
    }

    [Fact]
    public void An_address_has_consent_once_it_has_answered_a_challenge()
    {
        client.Check(Wifi, nominates: true);
        Assert.False(agent.HasConsent(client.Now));
        Assert.InRange(agent.Allowance(client.Now), 1, 3_000);

        Assert.True(client.AnswerChallenge(Wifi).Accepted);

        Assert.True(agent.HasConsent(client.Now));
        Assert.Equal(int.MaxValue, agent.Allowance(client.Now));
    }

    [Fact]
    public void An_answer_from_another_address_shows_nothing()
    {
        client.Check(Mobile);
        client.Check(Wifi, nominates: true);

        Assert.False(client.AnswerChallenge(Mobile).Accepted);

        Assert.False(agent.HasConsent(client.Now));
    }

    [Fact]
    public void An_answer_counts_once()
    {
        client.Check(Wifi, nominates: true);
        client.AnswerChallenge(Wifi);
        Assert.False(client.AnswerChallenge(Wifi).Accepted);
    }

    [Fact]
    public void What_a_public_STUN_server_answers_shows_nothing()
    {
        client.Check(Wifi, nominates: true);
        Assert.True(StunMessage.TryParse(client.Challenges[0].Datagram, out var challenge));
        var buffer = new byte[StunMessage.MaxLength];
        var success = new StunWriter(buffer, StunClass.SuccessResponse, StunMethod.Binding, challenge.TransactionId);
        success.AddXorMappedAddress(Wifi);
        client.Send(Wifi, buffer.AsSpan(0, success.Length));
        var refusal = new StunWriter(buffer, StunClass.ErrorResponse, StunMethod.Binding, challenge.TransactionId);
        refusal.AddErrorCode(StunErrorCode.Unauthenticated, "Unauthorized"u8);
        refusal.Add(StunAttributeType.Realm, Encoding.ASCII.GetBytes("example.org"));
        client.Send(Wifi, buffer.AsSpan(0, refusal.Length));

        Assert.False(agent.HasConsent(client.Now));
    }

    [Fact]
    public void An_address_that_shows_nothing_never_takes_the_place_of_one_that_has()
    {
        client.Check(Wifi, nominates: true, priority: 100);
        client.AnswerChallenge(Wifi);
        for (var second = 0; second < 60; second++)
        {
            client.Now = client.Now.AddMilliseconds(1_000);
            client.Check(Wifi);
            client.AnswerChallenges(Wifi);
            client.Check(Mobile, nominates: true, priority: 200);
        }

        Assert.Equal(Wifi, agent.SelectedTuple);
        Assert.InRange(client.Answers.Concat(client.Challenges).Where(sent => sent.To == Mobile).Sum(sent => sent.Datagram.Length), 1, 3_000);
    }

    [Fact]
    public void A_nominated_address_takes_over_with_its_answer()
    {
        client.Check(Wifi, nominates: true);
        client.AnswerChallenge(Wifi);
        client.Now = client.Now.AddMilliseconds(2_000);
        Assert.False(client.Check(Mobile, nominates: true).SelectedTupleChanged);

        Assert.True(client.AnswerChallenge(Mobile).SelectedTupleChanged);

        Assert.Equal(Mobile, agent.SelectedTuple);
    }

    [Fact]
    public void Another_address_that_may_be_sent_to_takes_over_when_the_selected_one_falls_silent()
    {
        client.Check(Wifi, nominates: true);
        client.AnswerChallenge(Wifi);
        for (var second = 0; second < 11; second++)
        {
            client.Check(Mobile);
            client.AnswerChallenges(Mobile);
            client.Now = client.Now.AddMilliseconds(1_000);
        }

        Assert.Equal(Mobile, agent.SelectedTuple);
        Assert.True(agent.HasConsent(client.Now));
    }

    [Fact]
    public void A_connection_shows_it_by_being_one()
    {
        client.Check(Wifi with { Protocol = TransportProtocol.Tcp }, nominates: true);
        Assert.True(agent.HasConsent(client.Now));
    }

    [Fact]
    public void Consent_ends_after_ten_silent_seconds_and_comes_back_with_a_packet()
    {
        client.Check(Wifi, nominates: true);
        client.AnswerChallenge(Wifi);
        client.Now = client.Now.AddMilliseconds(9_999);
        Assert.True(agent.HasConsent(client.Now));
        client.Now = client.Now.AddMilliseconds(1);
        Assert.False(agent.HasConsent(client.Now));

        agent.Hear(client.Now, Wifi);
        Assert.True(agent.HasConsent(client.Now));
    }

    [Fact]
    public void Who_stops_to_answer_loses_consent_after_thirty_seconds_however_much_is_heard()
    {
        client.Check(Wifi, nominates: true);
        client.AnswerChallenge(Wifi);
        for (var second = 0; second < 29; second++)
        {
            client.Now = client.Now.AddMilliseconds(1_000);
            client.Check(Wifi, nominates: true);
            Assert.True(agent.HasConsent(client.Now), $"after {second} s");
        }
        client.Now = client.Now.AddMilliseconds(1_000);
        client.Check(Wifi, nominates: true);
        Assert.False(agent.HasConsent(client.Now));

        client.AnswerChallenge(Wifi);
        Assert.True(agent.HasConsent(client.Now));
    }

    [Fact]
    public void A_recorded_check_is_not_even_answered_elsewhere()
    {
        var recorded = client.Write(agent.Local, nominates: true).ToArray();
        client.Send(Wifi, recorded);
        Assert.Equal(DropReason.StunRepeated, client.Send(Mobile, recorded).Reason);
        Assert.All(client.Answers, answer => Assert.Equal(Wifi, answer.To));
    }

    [Fact]
    public void A_retransmitted_check_is_answered_and_prolongs_nothing()
    {
        var check = client.Write(agent.Local, nominates: true).ToArray();
        client.Send(Wifi, check);
        var before = agent.NextTimeout;
        client.Now = client.Now.AddMilliseconds(500);

        Assert.True(client.Send(Wifi, check).Accepted);

        Assert.Equal(2, client.Answers.Count);
        Assert.Equal(before, agent.NextTimeout);
    }

    [Fact]
    public void Refusals_come_to_an_end()
    {
        for (var i = 0; i < 50; i++)
            client.Send(Wifi, client.Write(agent.Local, priority: null));
        Assert.Equal(20, client.Answers.Count);
    }
}
